// Small help on top of pages that work without it.
"use strict";

// The filter button tells how many insatser the ticked choices leave, before they are sent.
(() => {
  const form = document.querySelector("form[data-lista]");
  if (!form) return;
  const button = form.querySelector("button[type=submit]");
  const status = form.querySelector("[role=status]");
  let latest = 0;
  form.addEventListener("change", async () => {
    const mine = ++latest;
    const fields = [...new FormData(form)].filter(([, value]) => value !== "");
    try {
      const answer = await fetch(`${form.dataset.lista}?${new URLSearchParams(fields)}`);
      const content = await answer.json();
      if (mine !== latest || !content.ok) return;
      const text = `Visa ${content.antal} ${content.antal === 1 ? "insats" : "insatser"}`;
      button.textContent = text;
      status.textContent = text;
    } catch {
      button.textContent = "Visa insatser";
    }
  });
})();

// Long parts are open from the start; on a narrow screen each is opened when it is wanted.
if (window.matchMedia("(max-width: 39.99rem)").matches) {
  for (const part of document.querySelectorAll("details[data-smal]")) part.open = false;
}
