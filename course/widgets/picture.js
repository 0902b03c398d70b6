// Shows a PNG that comes as bytes, with its description as alternative text and as a caption.

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
    model.on("change:content", show);
    show();
    return () => {
      model.off("change:content", show);
      URL.revokeObjectURL(address);
    };
  },
};
