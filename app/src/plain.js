(() => {
  let plain = false;
  const past = (event) => plain && event.stopImmediatePropagation();
  for (const kind of ["click", "submit", "change", "input", "keydown"]) addEventListener(kind, past, true);
  const fell = (reason) => {
    if (!(reason instanceof WebAssembly.RuntimeError)) return;
    plain = true;
    document.body?.removeAttribute("data-running");
    document.body?.setAttribute("data-plain", "");
    for (const held of document.querySelectorAll("[aria-disabled=true]")) held.removeAttribute("aria-disabled");
  };
  addEventListener("error", (event) => fell(event.error));
  addEventListener("unhandledrejection", (event) => fell(event.reason));
})();
