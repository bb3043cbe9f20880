// The link to this page in the other language: it takes along what the address bar says after the page's name (a search,
// a section), and the choice is remembered in this browser. Who comes to the front page of the other edition is offered
// the remembered one, never sent there.
(() => {
  "use strict";
  const KEY = "tutor-sebaya-language";
  const links = document.querySelectorAll(".language-switcher");
  const kept = (language) => {
    // A browser may forbid both.
    try {
      return language ? localStorage.setItem(KEY, language) : localStorage.getItem(KEY);
    } catch {
      return null;
    }
  };
  for (const link of links) {
    const page = link.getAttribute("href");
    const follow = () => link.setAttribute("href", page + location.search + location.hash);
    follow();
    addEventListener("hashchange", follow);
    // Before a click, a middle click or the keyboard uses it: a search changes the address without saying so.
    for (const event of ["focus", "pointerdown", "pointerenter"]) link.addEventListener(event, follow);
    link.addEventListener("click", () => kept(link.dataset.language));
    if (link.dataset.offer && kept() === link.dataset.language) {
      const offer = document.createElement("p");
      offer.className = "language-offer";
      const other = link.cloneNode(false);
      other.className = "";
      other.textContent = link.dataset.offer;
      offer.append(other);
      document.querySelector("article").prepend(offer);
    }
  }
})();
