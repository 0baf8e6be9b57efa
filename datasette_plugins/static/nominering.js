// Puts what a chosen file says in the field, where it can be seen before it is sent.
(() => {
  const form = document.querySelector("[data-nominering]");
  if (!form) return;
  const box = form.querySelector("[data-filfalt]");
  const field = form.querySelector("textarea");
  box.hidden = false;
  box.querySelector("input").addEventListener("change", async (event) => {
    const [file] = event.target.files;
    if (file) field.value = await file.text();
  });
})();
