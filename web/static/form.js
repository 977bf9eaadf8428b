// Conveniences only: every form works without this file.
"use strict";

document.addEventListener("keydown", (event) => {
  const field = event.target;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && field.matches("[data-submit-keys]")) {
    event.preventDefault();
    field.form.requestSubmit();
  }
});

for (const button of document.querySelectorAll("[data-copy]")) {
  const text = document.getElementById(button.dataset.copy);
  const said = button.parentElement.querySelector("[data-copied]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    text.select();
    try {
      await navigator.clipboard.writeText(text.value);
    } catch {
      document.execCommand("copy"); // a page served over plain HTTP to another machine has no clipboard object
    }
    said.textContent = "已复制";
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// What is still going on is looked at again, in place, so that neither the focus nor the scroll position is lost; when
// it has ended the page is loaded anew. Without this file the browser reloads the whole page.
function lookAgain() {
  const parts = [...document.querySelectorAll("[data-again]")];
  if (!parts.length) return;
  setTimeout(async () => {
    try {
      const response = await fetch(location.href);
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const fresh = parts.map((part) => page.querySelector(`#${part.id}[data-again]`));
      if (fresh.includes(null)) return location.reload();
      parts.forEach((part, at) => part.replaceWith(document.adoptNode(fresh[at])));
    } catch {
      // The server may be busy or restarting: it is asked again.
    }
    lookAgain();
  }, 1000 * Math.min(...parts.map((part) => Number(part.dataset.again))));
}

lookAgain();
