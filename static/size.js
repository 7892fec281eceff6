// Says before anything is sent that the chosen files are too large together; all that was typed stays where it is.
// <input type="file" data-most="bytes" data-too-large="what to say">; without this script the server says it.
(() => {
  "use strict";
  const sum = (field) => [...field.files].reduce((size, file) => size + file.size, 0);

  function isTooLarge(field) {
    const large = sum(field) > Number(field.dataset.most);
    let said = document.getElementById("too-large");
    if (large && !said) {
      said = document.createElement("p");
      said.id = "too-large";
      said.className = "error";
      said.textContent = field.dataset.tooLarge;
      field.before(said);
    } else if (!large) {
      said?.remove();
    }
    field.setAttribute("aria-invalid", String(large));
    if (large) document.getElementById("status").textContent = field.dataset.tooLarge;
    return large;
  }

  document.addEventListener("change", ({ target }) => {
    if (target.matches("input[data-most]")) isTooLarge(target);
  });
  document.addEventListener("submit", (event) => {
    const field = event.target.querySelector("input[data-most]");
    if (!field || !isTooLarge(field)) return;
    event.preventDefault();
    field.focus();
  });
})();
