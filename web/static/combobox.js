// Choosing a department or a matter by typing (WAI-ARIA combobox with a list). Without this file a datalist does it.
"use strict";

let choicesPromise = null;
const loadChoices = () => {
  choicesPromise ||= fetch("/complaints/choices.json").then((response) => response.json());
  return choicesPromise;
};

// The better it fits the smaller: the whole key, its beginning, somewhere in it.
function rank(choice, typed) {
  let best = 9;
  choice.keys.forEach((key, at) => {
    const score = key === typed ? 0 : key.startsWith(typed) ? 2 : key.includes(typed) && typed.length > 1 ? 4 : 9;
    best = Math.min(best, score + (at < 4 ? 0 : 1));
  });
  return best;
}

function fitting(choices, typed) {
  if (!typed) return choices;
  const ranked = choices.map((choice) => [rank(choice, typed), choice]).filter(([score]) => score < 9);
  return ranked.sort((one, other) => one[0] - other[0]).map(([, choice]) => choice);
}

class Combobox {
  constructor(input) {
    this.input = input;
    this.shown = [];
    this.at = -1;
    this.list = document.createElement("ul");
    this.list.id = `${input.id}-list`;
    this.list.className = "options";
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", input.dataset.combobox === "matter" ? "事项" : "部门");
    input.removeAttribute("list");
    input.insertAdjacentElement("afterend", this.list);
    const attributes = {role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id};
    for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);
    input.addEventListener("input", () => this.open());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("focus", () => loadChoices());
    input.addEventListener("click", () => this.open());
    input.addEventListener("blur", () => this.close());
    this.list.addEventListener("mousedown", (event) => {
      event.preventDefault(); // the field keeps the focus
      const option = event.target.closest("[role=option]");
      if (option) this.choose(Number(option.dataset.at));
    });
  }

  async open() {
    const choices = (await loadChoices())[this.input.dataset.combobox];
    if (document.activeElement !== this.input) return;
    this.shown = fitting(choices, this.input.value.trim().toLowerCase()).slice(0, 60);
    this.list.replaceChildren(...this.shown.map((choice, at) => this.option(choice, at)));
    this.list.hidden = !this.shown.length;
    this.input.setAttribute("aria-expanded", String(this.shown.length > 0));
    this.mark(this.input.value.trim() && this.shown.length ? 0 : -1);
  }

  option(choice, at) {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${at}`;
    option.dataset.at = at;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    const hint = document.createElement("span");
    hint.className = "hint";
    hint.textContent = choice.hint;
    option.append(choice.name, " ", hint);
    return option;
  }

  mark(at) {
    this.at = at;
    [...this.list.children].forEach((option, number) => option.setAttribute("aria-selected", String(number === at)));
    if (at >= 0) {
      this.input.setAttribute("aria-activedescendant", this.list.children[at].id);
      this.list.children[at].scrollIntoView({block: "nearest"});
    } else {
      this.input.removeAttribute("aria-activedescendant");
    }
  }

  close() {
    this.list.hidden = true;
    this.at = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  async key(event) {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (this.list.hidden) {
        await this.open();
        if (this.at < 0 && this.shown.length) this.mark(0);
      } else {
        const by = event.key === "ArrowDown" ? 1 : -1;
        this.mark((this.at + by + this.shown.length) % this.shown.length);
      }
    } else if (event.key === "Enter") {
      event.preventDefault();
      this.enter();
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      this.close();
    } else if (event.key === "Backspace" && !this.input.value && this.input.dataset.into) {
      this.chips().lastElementChild?.remove();
      this.changed();
    }
  }

  // What was typed and is still being looked up counts too: a quick hand is not punished.
  async enter() {
    if (this.input.value.trim() && this.at < 0) await this.open();
    if (!this.list.hidden && this.at >= 0) this.choose(this.at);
    else if (!this.input.value.trim() || this.input.dataset.go !== undefined) submitPanel(this.input);
  }

  chips() {
    return document.querySelector(`[data-chips="${this.input.dataset.into}"]`);
  }

  changed() {
    this.chips().dispatchEvent(new Event("change", {bubbles: true}));
  }

  choose(at) {
    const choice = this.shown[at];
    this.close();
    if (this.input.dataset.into) {
      this.input.value = "";
      addChip(this.chips(), this.input.dataset.into, choice);
      this.changed();
      return;
    }
    this.input.value = choice.name;
    if (this.input.dataset.then) {
      this.input.dispatchEvent(new CustomEvent("chosen", {bubbles: true, detail: this.input.dataset.then}));
    } else if (this.input.dataset.go !== undefined) {
      this.input.form.requestSubmit();
    }
  }
}

// A department is in one role of an issue: chosen for one it leaves the other.
function addChip(list, name, choice) {
  const [role, issue] = name.split("-");
  const other = `${role === "lead" ? "assist" : "lead"}-${issue}`;
  for (const box of document.querySelectorAll(`input[type=checkbox][value="${choice.value}"]`)) {
    if (box.name === name || box.name === other) box.closest("li").remove();
  }
  const item = document.createElement("li");
  const label = document.createElement("label");
  const box = Object.assign(document.createElement("input"), {type: "checkbox", name, value: choice.value, checked: true});
  box.setAttribute("form", "desk");
  label.append(box, choice.name);
  item.append(label);
  list.append(item);
}

function submitPanel(input) {
  const panel = input.closest(".drawer");
  const button = panel?.querySelector("[data-submit]");
  if (button) button.click();
  else input.form?.requestSubmit();
}

function enhanceComboboxes(root) {
  for (const input of root.querySelectorAll("[data-combobox]")) new Combobox(input);
}

enhanceComboboxes(document);
