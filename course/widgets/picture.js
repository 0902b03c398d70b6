// Shows a PNG that comes as bytes, with its description as alternative text and as a caption.

const NARROW = 420; // pixels

export default {
  render({ model, el }) {
    const figure = document.createElement("figure");
    const image = document.createElement("img");
    const frame = document.createElement("div");
    const caption = document.createElement("figcaption");
    frame.classList.add("demo-picture");
    frame.append(image);
    caption.setAttribute("aria-live", "polite");
    figure.append(frame, caption);
    el.classList.add("demo-view");
    el.append(figure);

    let address = "";
    const show = () => {
      const { png, alt } = model.get("content");
      const previous = address;
      // `png` is a view into a larger message; a Blob copies only what the view covers.
      address = URL.createObjectURL(new Blob([png], { type: "image/png" }));
      image.src = address;
      image.alt = alt;
      caption.textContent = alt;
      URL.revokeObjectURL(previous);
    };
    // Python draws for a narrow place anew, since smaller its words could not be read.
    const measure = new ResizeObserver(() => {
      if (!el.clientWidth) return; // not in the page yet
      model.set("narrow", el.clientWidth < NARROW);
      model.save_changes();
    });
    measure.observe(el);
    model.on("change:content", show);
    show();
    return () => {
      measure.disconnect();
      model.off("change:content", show);
      URL.revokeObjectURL(address);
    };
  },
};
