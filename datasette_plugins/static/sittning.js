// The sitting works without this. With it, corrections are made on the spot, and nobody loses
// their work by leaving. Nothing is kept in the browser.
"use strict";

(() => {
  const told = document.createElement("p");
  told.className = "dold";
  told.setAttribute("role", "status");
  document.body.append(told);

  // Reading a long analysis takes a while: say so, and for how long.
  const reading = document.querySelector("form[data-las]");
  reading?.addEventListener("submit", (event) => {
    const words = reading.querySelector("[data-lastid]");
    if (event.submitter?.value === "tom" || !words) return;
    const begun = Date.now();
    const tell = () => {
      const seconds = Math.round((Date.now() - begun) / 1000);
      words.textContent =
        seconds < 10 ? "Läser analysen …" : `Läser analysen … ${seconds} sekunder. En lång text kan ta en minut.`;
    };
    tell();
    const ticking = setInterval(tell, 5000);
    window.addEventListener("pagehide", () => clearInterval(ticking));
  });

  let leaving = false;
  let unsaved = Boolean(document.querySelector("form[data-sittning]"));
  window.addEventListener("beforeunload", (event) => {
    if (unsaved && !leaving) event.preventDefault();
  });

  // A fragment inside something folded is opened before it is gone to.
  const reveal = (id) => {
    const place = id && document.getElementById(id);
    for (let at = place; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
    return place;
  };
  const goTo = (id) => {
    const place = reveal(id);
    if (!place) return;
    place.scrollIntoView({ block: "nearest" });
    place.focus({ preventScroll: true });
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (link) reveal(link.hash.slice(1));
  });

  const take = (page) => {
    const now = document.querySelector("form[data-sittning]");
    const next = page.querySelector("form[data-sittning]");
    if (!now || !next) return false;
    const open = [...now.querySelectorAll("details[open]")].map((part) => part.closest("[id]")?.id);
    const scrolled = now.querySelector(".textruta")?.scrollTop ?? 0;
    now.replaceWith(next);
    document.title = page.title;
    for (const part of next.querySelectorAll("details:not(.ratta)")) {
      if (open.includes(part.closest("[id]")?.id) && part.closest("[id]") !== next) part.open = true;
    }
    const text = next.querySelector(".textruta");
    if (text) text.scrollTop = scrolled;
    return true;
  };

  const tellFault = (words) => {
    const form = document.querySelector("form[data-sittning]");
    form.querySelector("[data-skriptfel]")?.remove();
    const box = document.createElement("div");
    box.className = "notis fel";
    box.dataset.skriptfel = "";
    box.tabIndex = -1;
    box.setAttribute("role", "alert");
    const line = document.createElement("p");
    line.textContent =
      `${words || "Servern svarade inte."} Det ni har gjort står kvar här på sidan. Försök igen.`;
    box.append(line);
    form.querySelector("h1").after(box);
    box.focus();
  };

  let working = false;
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("form[data-sittning]")) return;
    const button = event.submitter;
    if (button?.hasAttribute("data-hamta")) {
      // A download leaves the page as it is, and what was done is now kept in a file.
      unsaved = false;
      leaving = true;
      setTimeout(() => (leaving = false), 2000);
      return;
    }
    const to = new URL(button?.formAction || form.action);
    leaving = true;
    if (to.pathname !== new URL(form.action).pathname) return;
    leaving = false;
    event.preventDefault();
    if (working) return;
    working = true;
    form.setAttribute("aria-busy", "true");
    try {
      const sent = new FormData(form, button);
      const answer = await fetch(to.pathname, { method: "POST", body: sent, redirect: "error" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const refused = answer.ok ? null : page.querySelector("[data-besked] p, .ingress");
      if (!answer.ok || !take(page)) throw new Error(refused?.textContent.trim() ?? "");
      unsaved = true;
      const message = document.querySelector("[data-besked]");
      const fault = message?.classList.contains("fel");
      goTo(fault ? "besked" : (message?.dataset.vid || to.hash.slice(1) || "besked"));
      told.textContent = message ? message.querySelector("h2, p").textContent : "Sparat på sidan.";
    } catch (fault) {
      // What the page holds is still there, and can be sent again or fetched.
      tellFault(fault.message);
    } finally {
      working = false;
      form.removeAttribute("aria-busy");
    }
  });
  document.addEventListener("input", (event) => {
    if (event.target.closest("form[data-sittning]")) unsaved = true;
  });

  const message = document.querySelector("[data-besked]");
  if (message) message.focus({ preventScroll: Boolean(location.hash) });
})();
