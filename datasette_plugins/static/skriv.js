// While someone writes a record: what the check says, beside each field, after a pause. The server
// says it with the same parts as the page is made of; here they are only put in their places.
// Nothing is saved by this, and nobody leaves the page by mistake with something unsaved.
"use strict";

(() => {
  const PAUSE = 1200;
  const form = document.querySelector("form[data-fynd]");
  if (!form) return;
  const status = form.querySelector("[role=status]");
  const unsavedMark = form.querySelector("[data-osparat]");
  // A row that was just added is written in at once.
  if (new URLSearchParams(location.search).has("rad")) {
    const added = document.getElementById(location.hash.slice(1));
    (added?.matches("input, textarea") ? added : added?.querySelector("input, select, textarea"))?.focus();
  }

  let unsaved = false;
  let waiting;
  let asking;

  // Keeps the field that is written in where it is on the screen, whatever grows above it.
  const inPlace = (change) => {
    const field = form.contains(document.activeElement) ? document.activeElement : null;
    const before = field?.getBoundingClientRect().top;
    change();
    if (field) window.scrollBy({ top: field.getBoundingClientRect().top - before, behavior: "instant" });
  };

  const tell = (words) => {
    // Said aloud only when it is something new.
    if (status.textContent !== words.textContent) status.replaceChildren(...words.childNodes);
  };

  const put = (page) => {
    for (const box of form.querySelectorAll(".faltfel, .valt")) {
      const now = page.getElementById(box.id);
      if (box.textContent === (now?.textContent ?? "")) continue;
      box.replaceChildren(...(now?.childNodes ?? []));
      if (!box.matches(".faltfel")) continue;
      const wrong = Boolean(now?.matches("[data-galler]"));
      box.parentElement.classList.toggle("felaktigt", wrong && box.parentElement.matches(".falt"));
      const field = document.getElementById(box.id.replace(/-fel$/, ""));
      if (!field?.matches("input, select, textarea")) continue;
      if (wrong) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
    }
    const overview = document.getElementById("fel");
    if (!overview.contains(document.activeElement)) overview.replaceWith(page.getElementById("fel"));
    tell(page.querySelector("[role=status]"));
  };

  const ask = async () => {
    asking?.abort();
    const mine = (asking = new AbortController());
    try {
      const body = new URLSearchParams(new FormData(form));
      const answer = await fetch(form.dataset.fynd, { method: "POST", body, signal: mine.signal, redirect: "error" });
      if (!answer.ok) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (!mine.signal.aborted) inPlace(() => put(page));
    } catch {
      if (mine.signal.aborted) return;
      const words = document.createElement("p");
      words.textContent = status.dataset.svararInte;
      tell(words);
    }
  };

  form.addEventListener("input", () => {
    unsaved = true;
    unsavedMark.hidden = false;
    clearTimeout(waiting);
    waiting = setTimeout(ask, PAUSE);
  });
  form.addEventListener("submit", () => {
    unsaved = false;
    clearTimeout(waiting);
    asking?.abort();
  });
  window.addEventListener("beforeunload", (event) => {
    if (unsaved) event.preventDefault();
  });
})();
