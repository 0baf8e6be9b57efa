// Follows work that goes on: adds each step as it is said, and shows the page anew at the end.
(() => {
  const box = document.querySelector("[data-pagar]");
  if (!box) return;
  const steps = box.querySelector("[data-steg]");
  const link = box.querySelector("[data-uppdatera]").parentElement;
  link.hidden = true;

  const showAnew = () => {
    const fields = [...document.querySelectorAll("textarea")];
    // What someone has begun to write meanwhile is not taken from them.
    if (fields.some((field) => field.value !== field.defaultValue)) link.hidden = false;
    else location.reload();
  };

  const ask = async () => {
    try {
      const answer = await fetch(location.href, { credentials: "same-origin", cache: "no-store" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const now = page.querySelector("[data-pagar]");
      if (!now) { showAnew(); return; }
      const said = now.querySelector("[data-steg]")?.children ?? [];
      for (const step of [...said].slice(steps?.children.length)) {
        steps.append(document.importNode(step, true));
      }
    } catch {
      // The server may be busy; it is asked again.
    }
    setTimeout(ask, 2000);
  };
  setTimeout(ask, 2000);
})();
