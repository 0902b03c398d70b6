// Draws plots that Python sends as bytes. No library: image, curves, points, axes, in that order.

const WIDE = { width: 760, row: 370, shares: Infinity };
const NARROW = { width: 380, row: 290, shares: 2 }; // on a phone, or in a split screen
const NARROW_BELOW = 420; // pixels
const SHARPNESS = 2; // canvas pixels for one of those
const MARGIN = { left: 52, right: 20, top: 32, bottom: 46 };
const DASHES = [[], [6, 3], [7, 3, 2, 3], [2, 3]];
const TICK_WIDTH = 45; // room for a number below the axis
const FONT = "15px sans-serif";

// A DataView shows a part of a larger buffer: copy that part alone.
const bytes = (view) => view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength);
const floats = (view) => new Float32Array(bytes(view));

const SHAPES = [
  (pen, r) => pen.arc(0, 0, r, 0, 2 * Math.PI),
  (pen, r) => pen.rect(-r, -r, 2 * r, 2 * r),
  (pen, r) => polygon(pen, [[0, -1.3 * r], [1.2 * r, r], [-1.2 * r, r]]),
  (pen, r) => polygon(pen, [[0, -1.3 * r], [1.3 * r, 0], [0, 1.3 * r], [-1.3 * r, 0]]),
];

function polygon(pen, corners) {
  corners.forEach(([x, y], index) => (index ? pen.lineTo(x, y) : pen.moveTo(x, y)));
  pen.closePath();
}

// From an axis's numbers to the canvas's.
function scales({ extent: [left, right, low, high] }, box) {
  return {
    x: (value) => box.x + ((value - left) / (right - left)) * box.width,
    y: (value) => box.y + box.height - ((value - low) / (high - low)) * box.height,
  };
}

function drawImage(pen, { rgba, width, height }, box) {
  const small = new OffscreenCanvas(width, height);
  const pixels = new ImageData(new Uint8ClampedArray(bytes(rgba)), width, height);
  small.getContext("2d").putImageData(pixels, 0, 0);
  pen.save();
  pen.translate(box.x, box.y + box.height);
  pen.scale(1, -1); // the first row is the lowest
  pen.drawImage(small, 0, 0, box.width, box.height);
  pen.restore();
}

function drawCurve(pen, { xy, color }, { x, y }, palette) {
  const values = floats(xy);
  pen.beginPath();
  for (let i = 0; i < values.length; i += 2) pen.lineTo(x(values[i]), y(values[i + 1]));
  pen.strokeStyle = palette[color % palette.length];
  pen.setLineDash(DASHES[color % DASHES.length]);
  pen.lineWidth = 2;
  pen.stroke();
  pen.setLineDash([]);
  pen.beginPath(); // a dot where it has got to
  pen.arc(x(values.at(-2)), y(values.at(-1)), 4, 0, 2 * Math.PI);
  pen.fillStyle = pen.strokeStyle;
  pen.fill();
}

function drawPoints(pen, { xy, classes }, { x, y }, palette) {
  const values = floats(xy);
  const kinds = new Uint8Array(bytes(classes));
  pen.strokeStyle = "#fff";
  pen.lineWidth = 0.7;
  kinds.forEach((kind, i) => {
    pen.save();
    pen.translate(x(values[2 * i]), y(values[2 * i + 1]));
    pen.beginPath();
    SHAPES[kind % SHAPES.length](pen, 3.4);
    pen.fillStyle = palette[kind % palette.length];
    pen.fill();
    pen.stroke();
    pen.restore();
  });
}

// About half of `most` to `most` round numbers from `low` to `high`.
function ticks(low, high, most = 5) {
  const rough = (high - low) / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].find((factor) => factor * power >= rough) * power;
  const first = Math.ceil(low / step);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(6)));
}

function drawAxes(pen, plot, box, { x, y }) {
  const [left, right, low, high] = plot.extent;
  const bottom = box.y + box.height;
  pen.strokeStyle = pen.fillStyle = "#222";
  pen.lineWidth = 1;
  pen.beginPath();
  pen.moveTo(box.x, box.y);
  pen.lineTo(box.x, bottom);
  pen.lineTo(box.x + box.width, bottom);
  pen.stroke();
  pen.font = FONT;
  pen.textAlign = "center";
  const most = Math.min(5, box.width / TICK_WIDTH);
  for (const tick of ticks(left, right, most)) pen.fillText(tick, x(tick), bottom + 18);
  pen.fillText(plot.labels[0], box.x + box.width / 2, bottom + 38);
  pen.fillText(plot.title, box.x + box.width / 2, box.y - 10);
  pen.textAlign = "right";
  for (const tick of ticks(low, high)) pen.fillText(tick, box.x - 6, y(tick) + 5);
  pen.save();
  pen.translate(box.x - 38, box.y + box.height / 2);
  pen.rotate(-Math.PI / 2);
  pen.textAlign = "center";
  pen.fillText(plot.labels[1], 0, 0);
  pen.restore();
}

function drawPlot(pen, plot, box, palette) {
  const scale = scales(plot, box);
  pen.save();
  pen.beginPath();
  pen.rect(box.x, box.y, box.width, box.height);
  pen.clip();
  if (plot.image) drawImage(pen, plot.image, box);
  for (const curve of plot.curves) drawCurve(pen, curve, scale, palette);
  if (plot.points) drawPoints(pen, plot.points, scale, palette);
  pen.restore();
  drawAxes(pen, plot, box, scale);
}

const shares = (plots) => plots.reduce((sum, plot) => sum + plot.width, 0);

// As many plots side by side as a row has shares for; the others stand below.
function rows(plots, most) {
  const found = [[]];
  for (const plot of plots) {
    if (found.at(-1).length && shares([...found.at(-1), plot]) > most) found.push([]);
    found.at(-1).push(plot);
  }
  return found;
}

// Nothing is painted behind the lines, so that a page may show them on its own colour.
function drawPicture(canvas, { plots }, palette, size) {
  const lines = rows(plots, size.shares);
  canvas.width = size.width * SHARPNESS; // which also wipes it
  canvas.height = size.row * lines.length * SHARPNESS;
  const pen = canvas.getContext("2d");
  pen.setTransform(SHARPNESS, 0, 0, SHARPNESS, 0, 0);
  lines.forEach((line, row) => {
    let left = 0;
    for (const plot of line) {
      const width = (size.width * plot.width) / shares(line);
      drawPlot(pen, plot, {
        x: left + MARGIN.left,
        y: row * size.row + MARGIN.top,
        width: width - MARGIN.left - MARGIN.right,
        height: size.row - MARGIN.top - MARGIN.bottom,
      }, palette);
      left += width;
    }
  });
}

export default {
  render({ model, el }) {
    const figure = document.createElement("figure");
    const canvas = document.createElement("canvas");
    const frame = document.createElement("div");
    const caption = document.createElement("figcaption");
    frame.classList.add("demo-picture");
    frame.append(canvas);
    canvas.setAttribute("role", "img");
    figure.append(frame, caption);
    el.classList.add("demo-view");
    el.append(figure);

    let size = WIDE;
    const draw = () => drawPicture(canvas, model.get("picture"), model.get("palette"), size);
    const measure = new ResizeObserver(() => {
      const fitting = el.clientWidth < NARROW_BELOW ? NARROW : WIDE;
      if (!el.clientWidth || fitting === size) return; // not in the page yet, or nothing new
      size = fitting;
      draw();
    });
    measure.observe(el);
    const show = () => {
      const picture = model.get("picture");
      draw();
      canvas.setAttribute("aria-label", picture.alt);
      canvas.dataset.number = picture.number;
      caption.setAttribute("aria-live", picture.moving ? "off" : "polite");
      caption.textContent = picture.alt;
      // The answer by which Python knows that someone is watching, and how fast they can.
      model.set("shown", picture.number);
      model.save_changes();
    };
    model.on("change:picture", show);
    show();
    return () => {
      measure.disconnect();
      model.off("change:picture", show);
    };
  },
};
