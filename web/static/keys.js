// Keys of the workbench: data-key names the keys that press, follow or focus an element. None works while typing.
"use strict";

const isTyping = (element) =>
  element.matches("input:not([type=checkbox]):not([type=radio]):not([type=file]), textarea, select, [contenteditable]");
const isVisible = (element) => element.offsetParent !== null && !element.disabled;
const isPressable = (element) => element.matches("a[href], button, summary, [role=option], input, label");

function press(element) {
  if (element.matches("input, textarea, select")) {
    element.focus();
    if (element.select) element.select();
  } else {
    element.click();
  }
}

function keyed(key) {
  const wanted = (element) => element.dataset.key.split(" ").includes(key);
  return [...document.querySelectorAll("[data-key]")].find((element) => wanted(element) && isVisible(element));
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (document.querySelector("dialog[open]")) return;
  if (isTyping(event.target)) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  // Enter on a link or a button is that link's or button's own.
  if (event.key === "Enter" && (event.repeat || isPressable(event.target))) return;
  const element = keyed(event.key.length === 1 ? event.key.toLowerCase() : event.key);
  if (element) {
    event.preventDefault();
    press(element);
  } else if (["j", "ArrowDown", "k", "ArrowUp"].includes(event.key)) {
    moveRow(["j", "ArrowDown"].includes(event.key) ? 1 : -1, event);
  }
});

// Up and down a list of rows; the focus is on the link of the row, so that Enter opens it.
function moveRow(by, event) {
  const rows = [...document.querySelectorAll("[data-row]")];
  if (!rows.length) return;
  event.preventDefault();
  const at = rows.indexOf(document.activeElement);
  const next = at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(Math.max(at + by, 0), rows.length - 1);
  rows[next].focus();
}

for (const button of document.querySelectorAll("[data-dialog]")) {
  button.hidden = false;
  button.addEventListener("click", () => document.getElementById(button.dataset.dialog).showModal());
}

// A decision sent twice would only be refused, but a clerk should not have to read that.
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented) return;
  if (event.target.dataset.sent) event.preventDefault();
  else if (event.target.method === "post" && !event.submitter?.closest(".export")) event.target.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});
