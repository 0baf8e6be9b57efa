// "Min lista": remembers chosen ids in this browser. Without it the links and forms do the same by
// addresses. Nothing is sent anywhere; the ids reach the server only when the list is opened.
"use strict";

(() => {
  const KEY = "insatskatalogen.lista";
  const MOST = 40;
  const MOST_COMPARED = 4;
  const menu = document.querySelector("[data-minlista]");
  if (!menu) return;
  const list = menu.pathname;

  const wellFormed = (ids) =>
    [...new Set(ids)].filter((id) => /^[a-z0-9-]{1,100}$/.test(id)).slice(0, MOST);
  const read = () => {
    try {
      const kept = JSON.parse(localStorage.getItem(KEY) ?? "[]");
      return Array.isArray(kept) ? wellFormed(kept) : [];
    } catch {
      return [];
    }
  };
  const write = (ids) => {
    try {
      localStorage.setItem(KEY, JSON.stringify(wellFormed(ids)));
      return true;
    } catch {
      return false;
    }
  };
  // A browser that keeps nothing is left with the links as they are.
  if (!write(read())) return;

  const same = (some, others) => some.join() === others.join();
  const idsIn = (search) => wellFormed(new URLSearchParams(search).getAll("insats"));
  const addressOf = (ids) =>
    list + (ids.length ? `?${new URLSearchParams(ids.map((id) => ["insats", id]))}` : "");
  // What the server does with the same button.
  const changed = (ids, { name, value }) => {
    const order = ids.filter((id) => id !== value);
    if (name === "bort") return order;
    order.splice(ids.indexOf(value) + (name === "upp" ? -1 : 1), 0, value);
    return order;
  };
  const counted = (n) => `${n} ${n === 1 ? "insats" : "insatser"}`;

  const told = document.createElement("p");
  told.className = "dold";
  told.setAttribute("role", "status");
  document.body.append(told);

  // Every "Lägg till" becomes a button that adds and takes away on the spot.
  const buttons = [...document.querySelectorAll("a.laggtill")].map((link) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "laggtill";
    button.dataset.insats = link.dataset.insats;
    const word = document.createElement("span");
    const name = link.querySelector(".dold");
    button.append(word, name);
    link.replaceWith(button);
    button.addEventListener("click", () => toggle(button.dataset.insats, name.textContent.trim()));
    return button;
  });

  const show = () => {
    const ids = read();
    menu.href = addressOf(ids);
    menu.querySelector(".antalvalda").textContent = ids.length ? ` (${ids.length})` : "";
    for (const button of buttons) {
      const kept = ids.includes(button.dataset.insats);
      button.classList.toggle("tillagd", kept);
      button.firstChild.textContent = kept ? "Ta bort ur min lista" : "Lägg till i min lista";
    }
  };
  const full = `Listan är full. Den rymmer ${MOST} insatser.`;
  const toggle = (id, name) => {
    const ids = read();
    if (ids.includes(id)) {
      write(ids.filter((kept) => kept !== id));
      told.textContent = `${name} togs bort ur min lista.`;
    } else if (ids.length >= MOST) {
      told.textContent = full;
    } else {
      write([...ids, id]);
      told.textContent = `${name} lades till. ${counted(ids.length + 1)} i min lista.`;
    }
    show();
  };

  // Ticked insatser: how many, and the bar follows along while any is ticked.
  const bar = document.getElementById("valj");
  if (bar) {
    const words = bar.querySelector(".valstapel-ord");
    const atFirst = words.textContent;
    words.setAttribute("role", "status");
    const boxes = [...bar.elements].filter((field) => field.type === "checkbox");
    const ticked = () => boxes.filter((box) => box.checked);
    const count = () => {
      const n = ticked().length;
      bar.classList.toggle("aktiv", n > 0);
      if (n > MOST_COMPARED) words.textContent = `${n} valda. Det går att jämföra högst fyra.`;
      else if (n === 1) words.textContent = "1 vald. Kryssa för minst en till för att jämföra.";
      else words.textContent = n ? `${n} valda.` : atFirst;
    };
    for (const box of boxes) box.addEventListener("change", count);
    window.addEventListener("pageshow", count);
    bar.addEventListener("submit", (event) => {
      if (!event.submitter?.hasAttribute("formaction")) return;
      event.preventDefault();
      const before = read();
      const wanted = new Set([...before, ...ticked().map((box) => box.value)]);
      write([...wanted]);
      const added = read().length - before.length;
      for (const box of ticked()) box.checked = false;
      count();
      show();
      words.textContent =
        wanted.size > MOST ? full : `${counted(added)} lades till i min lista.`;
    });
  }

  // The page of a list: one's own follows what is done to it, another's can be added to one's own.
  const page = document.querySelector("[data-ids]");
  if (page) {
    const shown = page.dataset.ids.split(" ").filter(Boolean);
    const own = same(read(), idsIn(location.search));
    if (own) {
      write(shown);
      page.addEventListener("click", (event) => {
        const link = event.target.closest("a[href]");
        if (link && link.origin === location.origin && link.pathname === list) {
          write(idsIn(link.search));
        }
      });
      page.addEventListener("submit", (event) => {
        if (event.target.id === "ordna") write(changed(shown, event.submitter));
      });
    }
    const empty = page.querySelector(".tomlistan");
    if (empty) empty.hidden = !own;
    const mine = read();
    const missing = shown.filter((id) => !mine.includes(id));
    const box = page.querySelector(".delad");
    const button = box.querySelector(".delad-knapp");
    const other = box.querySelector(".delad-lank");
    if (!own && (missing.length || !shown.length)) {
      box.hidden = false;
      box.querySelector(".delad-ord").textContent = shown.length
        ? "Det här är inte din egen lista."
        : `Du har ${counted(mine.length)} i din lista.`;
      button.hidden = !shown.length;
      button.textContent = mine.length ? "Lägg till dem i min lista" : "Spara som min lista";
      other.hidden = !mine.length;
      other.textContent = `Öppna min lista (${mine.length})`;
      other.href = addressOf(mine);
      button.addEventListener("click", () => {
        write([...mine, ...missing]);
        location.assign(addressOf(read()));
      });
    }
    const print = page.querySelector(".skrivut");
    if (print) {
      print.hidden = false;
      print.addEventListener("click", () => window.print());
    }
    const copy = page.querySelector(".kopieraknapp");
    if (copy && navigator.clipboard) {
      copy.hidden = false;
      copy.addEventListener("click", async () => {
        try {
          await navigator.clipboard.writeText(location.origin + addressOf(shown));
          told.textContent = "Adressen är kopierad.";
          copy.textContent = "Adressen är kopierad";
        } catch {
          told.textContent = "Det gick inte att kopiera. Kopiera ur adressfältet i stället.";
        }
      });
    }
  }

  window.addEventListener("storage", (event) => event.key === KEY && show());
  window.addEventListener("pageshow", show);
  show();
})();
