// Words that meet: pointing at one, or moving the focus to it, shows its partners in the other text.
"use strict";

const linkedMarks = () => [...document.querySelectorAll(".desk-page mark[data-links]")];
const numbersOf = (mark) => mark.dataset.links.split(" ");

function showPartners(mark) {
  const numbers = mark ? numbersOf(mark) : [];
  for (const other of linkedMarks()) {
    other.classList.toggle("linked", numbersOf(other).some((number) => numbers.includes(number)));
  }
}

for (const mark of linkedMarks()) {
  const isLast = mark.querySelector("sup");
  if (isLast) mark.tabIndex = 0;
  mark.addEventListener("mouseenter", () => showPartners(mark));
  mark.addEventListener("mouseleave", () => showPartners(null));
  mark.addEventListener("focus", () => {
    showPartners(mark);
    for (const other of document.querySelectorAll("mark.linked")) {
      if (other.closest("#letter") !== mark.closest("#letter")) {
        other.scrollIntoView({block: "nearest"});
        break;
      }
    }
  });
  mark.addEventListener("blur", () => showPartners(null));
}
