// One slide at a time, by keys. Every slide is scaled until it fits the window.

const slides = [...document.querySelectorAll("section")];
let current = 0;

function go(number) {
  current = Math.max(0, Math.min(number, slides.length - 1));
  slides.forEach((slide, index) => { slide.hidden = index !== current; });
  history.replaceState(null, "", `#${current + 1}`);
  document.getElementById("place").textContent = `${current + 1} / ${slides.length}`;
  refit();
}

// Text is set at its full size and made smaller only where a slide holds too much.
function refit() {
  const body = slides[current].querySelector(".fit");
  for (let size = 100; size >= 40; size -= 4) {
    body.style.fontSize = `${size}%`;
    if (fits(body)) break;
  }
}

function fits(body) {
  return body.scrollHeight <= body.clientHeight && body.scrollWidth <= body.clientWidth;
}

function waiting() {
  return [...slides[current].querySelectorAll(".fragment:not(.shown)")];
}

function forward() {
  const [next] = waiting();
  if (next) {
    next.classList.add("shown");
    refit();
  } else go(current + 1);
}

function back() {
  const shown = [...slides[current].querySelectorAll(".fragment.shown")].at(-1);
  if (shown) {
    shown.classList.remove("shown");
    refit();
  } else go(current - 1);
}

const KEYS = {
  ArrowRight: forward, ArrowDown: forward, PageDown: forward, " ": forward,
  ArrowLeft: back, ArrowUp: back, PageUp: back,
  Home: () => go(0),
  End: () => go(slides.length - 1),
  n: () => { document.body.classList.toggle("with-notes"); refit(); },
  f: () => document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen(),
};

document.addEventListener("keydown", (event) => {
  const own = event.key === " " && event.target.closest("summary"); // opens an answer
  if (event.ctrlKey || event.metaKey || event.altKey || own || !(event.key in KEYS)) return;
  event.preventDefault();
  KEYS[event.key]();
});
document.addEventListener("toggle", refit, true);
window.addEventListener("resize", refit);
window.addEventListener("hashchange", () => go(Number(location.hash.slice(1)) - 1 || 0));
go(Number(location.hash.slice(1)) - 1 || 0);
