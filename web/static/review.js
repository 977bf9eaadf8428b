// The review page: panels open and close in place, steps of editing and questions are answered without leaving it.
"use strict";

const desk = document.getElementById("desk");
const letter = document.getElementById("letter");
const panels = () => [...document.querySelectorAll(".drawer")];
const confirmButton = document.querySelector(".confirm");

function openPanel(name, focus = true) {
  for (const panel of panels()) panel.hidden = panel.id !== `panel-${name}`;
  if (confirmButton) confirmButton.hidden = name === "edit";
  const panel = name && document.getElementById(`panel-${name}`);
  if (!panel) return;
  panel.scrollIntoView({block: "nearest"});
  const field = panel.querySelector("[data-first]") || panel.querySelector("input:not([type=hidden]):not([type=checkbox]), select");
  if (focus) field?.focus();
}

function closePanels() {
  openPanel("");
  document.activeElement.blur();
}

// The answer is a whole page; what changes of it is taken over.
async function takeOver(response, ids) {
  replaceFrom(await pageOf(response), ids);
}

async function pageOf(response) {
  return new DOMParser().parseFromString(await response.text(), "text/html");
}

function replaceFrom(page, ids) {
  for (const id of ids) {
    const old = document.getElementById(id);
    const fresh = page.getElementById(id);
    if (!old || !fresh) continue;
    old.replaceWith(document.adoptNode(fresh));
    enhanceComboboxes(fresh);
  }
}

// Buttons are named `action` too, which hides the property.
const draftUrl = () => desk.getAttribute("action").replace(/decide$/, "draft");

function sendStep(name) {
  const data = new FormData(desk);
  data.set("step", name);
  return fetch(draftUrl(), {method: "POST", body: data});
}

// Another department leads: the matter follows it in its own field, and the clerk types on where he is.
let following = null;
function follow(issue) {
  const step = sendStep(`follow:${issue}`).then(async (response) => {
    // Of several at once the last one knows best.
    if (response.ok && following === step) await takeOver(response, [`matter-field-${issue}`]);
  }).catch(() => {}); // without an answer the page asks when it is saved
  following = step;
  step.then(() => { if (following === step) following = null; });
}

async function chooseMatter(button) {
  const [, issue] = button.value.split(":");
  const response = await sendStep(button.value);
  if (!response.ok) return;
  await takeOver(response, [`matter-field-${issue}`]);
  document.querySelector(`#matter-field-${issue} [value="${button.value}"]`)?.focus({preventScroll: true});
}

async function takeStep(name) {
  const url = draftUrl();
  const wasOpen = !document.getElementById("panel-edit").hidden;
  const response = await sendStep(name);
  if (!response.ok) {
    desk.setAttribute("action", url);
    desk.requestSubmit(); // whatever is wrong is said on a page of its own
    return;
  }
  const page = await pageOf(response);
  // Whoever has closed it meanwhile wants it closed; nothing may come between the look and the change.
  const isOpen = !document.getElementById("panel-edit").hidden;
  replaceFrom(page, ["panel-edit", "notices"]);
  openPanel(wasOpen && !isOpen ? "" : "edit", false);
  if (wasOpen && !isOpen) return;
  const issue = name.startsWith("split") ? lastAdded() : name.split(":")[1] || "1";
  const field = name.startsWith("matter") ? `lead-add-${issue}` : `lead-add-${document.getElementById(`lead-add-${issue}`) ? issue : 1}`;
  document.getElementById(field)?.focus({preventScroll: true});
}

function lastAdded() {
  return String(document.querySelectorAll(".issue-edit").length);
}

async function ask(url) {
  await takeOver(await fetch(url), ["panel-why"]);
  openPanel("why", false);
  const panel = document.getElementById("panel-why");
  panel.focus();
}

// Where a point of the selection is in the stored text, in characters as Python counts them.
function placeOf(node, offset) {
  const run = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-at]");
  if (!run || !letter.contains(run)) return null;
  const range = document.createRange();
  range.setStart(run, 0);
  range.setEnd(node, offset);
  const before = document.createElement("div");
  before.append(range.cloneContents());
  before.querySelectorAll("sup").forEach((number) => number.remove());
  return Number(run.dataset.at) + [...before.textContent].length;
}

function selectedSpan() {
  const selection = window.getSelection();
  if (!letter || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  if (!letter.contains(range.commonAncestorContainer)) return null;
  const from = placeOf(range.startContainer, range.startOffset);
  const to = placeOf(range.endContainer, range.endOffset);
  return from === null || to === null || from >= to ? null : [from, to];
}

async function splitSelected() {
  const span = selectedSpan();
  if (!span) {
    openPanel("edit", false);
    const details = document.getElementById("split");
    details.open = true;
    details.scrollIntoView({block: "nearest"});
    details.querySelector("input")?.focus();
    return;
  }
  [desk.elements.from.value, desk.elements.to.value] = span;
  await takeStep("split");
  desk.elements.from.value = desk.elements.to.value = "";
  window.getSelection().removeAllRanges();
}

document.addEventListener("click", (event) => {
  const target = event.target.closest("a, button");
  if (!target || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (target.matches("[data-split]")) {
    event.preventDefault();
    splitSelected();
  } else if (target.matches("[data-panel]")) {
    event.preventDefault();
    openPanel(target.dataset.panel);
  } else if (target.matches("[data-close]")) {
    event.preventDefault();
    closePanels();
  } else if (target.matches("[data-step]")) {
    event.preventDefault();
    if (target.value.startsWith("choose:")) chooseMatter(target);
    else takeStep(target.value);
  } else if (target.matches("[data-why]")) {
    event.preventDefault();
    ask(target.href);
  }
});

document.addEventListener("submit", (event) => {
  if (event.target.id !== "why-form") return;
  event.preventDefault();
  ask(`${event.target.action.split("#")[0]}?${new URLSearchParams(new FormData(event.target))}`);
}, true);

document.addEventListener("change", (event) => {
  const name = event.target.dataset?.chips || event.target.name || "";
  if (/^lead-\d+$/.test(name)) follow(name.split("-")[1]);
});

// A quick hand saves before the matter has followed; it is waited for.
document.addEventListener("submit", (event) => {
  if (!following || event.target !== desk || event.submitter?.value !== "correct") return;
  event.preventDefault();
  event.stopImmediatePropagation();
  following.then(() => document.querySelector("button[value=correct]").click());
}, true);

document.addEventListener("chosen", (event) => takeStep(event.detail));

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.defaultPrevented && !document.querySelector("dialog[open]")) {
    if (!event.target.matches("textarea, input, select") || event.target.closest(".drawer")) closePanels();
  }
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.matches("[data-ctrl-enter]")) {
    event.preventDefault();
    event.target.closest("section, .note-field").querySelector("[data-submit]").click();
  }
});

// The first button of the form is for browsers without this script; here Enter in a field does nothing by itself.
desk.querySelector("button[name=step]").disabled = true;
if (confirmButton) confirmButton.hidden = !document.getElementById("panel-edit").hidden;
