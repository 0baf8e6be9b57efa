// Follows work that goes on: adds each step as it is said, and shows the page anew at the end.
(() => {
  const box = document.querySelector("[data-pagar]");
  if (!box) return;
  const steps = box.querySelector("[data-steg]");
  box.querySelector("[data-uppdatera]").parentElement.hidden = true;

  const ask = async () => {
    try {
      const answer = await fetch(location.href, { credentials: "same-origin", cache: "no-store" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const now = page.querySelector("[data-pagar] [data-steg]");
      if (!now) { location.reload(); return; }
      for (const step of [...now.children].slice(steps.children.length)) {
        steps.append(document.importNode(step, true));
      }
    } catch {
      // The server may be busy; it is asked again.
    }
    setTimeout(ask, 2000);
  };
  setTimeout(ask, 2000);
})();
