// The title and the task of a demo, and names for its sliders.

export default {
  render({ model, el }) {
    const title = document.createElement("h3");
    const task = document.createElement("p");
    title.textContent = model.get("title");
    task.textContent = model.get("task");
    el.classList.add("demo-heading");
    el.append(title, task);

    // The sliders of ipywidgets show a label but leave their handle, which is what gets the focus,
    // without a name. They appear after the heading, so watch the panel until it is complete.
    const name = () => {
      for (const handle of panel.querySelectorAll(".noUi-handle:not([aria-label])")) {
        const label = handle.closest(".widget-inline-hbox")?.querySelector(".widget-label");
        if (label) handle.setAttribute("aria-label", label.textContent);
      }
    };
    let panel = el;
    const watcher = new MutationObserver(name);
    const start = requestAnimationFrame(() => {
      panel = el.closest(".demo-panel") ?? el;
      watcher.observe(panel, { childList: true, subtree: true });
      name();
    });
    return () => {
      cancelAnimationFrame(start);
      watcher.disconnect();
    };
  },
};
