// The steps of tutor_sebaya/book_search.py, for the search in a reader's browser. Its tables come from there.
var Stemmer = function () {
  const T = {/* tables */};
  const known = new Set(T.known);
  const isVowel = (letter) => letter !== undefined && letter !== "" && T.vowels.includes(letter);
  const whole = (word) => word.length > 2 && [...word].filter(isVowel).length > 1;
  const nasal = (word) => {
    if (isVowel(word[0])) return "ng" + word;
    const change = { k: "ng", p: "m", t: "n", s: "ny" }[word[0]];
    return change && isVowel(word[1]) ? change + word.slice(1) : word;
  };
  const isKnown = (word) =>
    known.has(nasal(word)) || (word.length > 1 && word.endsWith("k") && known.has(nasal(word.slice(0, -1))));

  const withoutPrefix = (word, suffixed) => {
    const begin = word.slice(0, 2);
    if (["bel", "pel"].includes(word.slice(0, 3)) && word.slice(3, 7) === "ajar") return word.slice(3);
    if (
      (begin === "be" || begin === "pe") && word.length > 2 && !isVowel(word[2]) &&
      word.slice(3, 5) === "er" && whole(word.slice(2))
    )
      return word.slice(2);
    for (const [prefix, before, leaves] of T.prefixes) {
      const rest = word.slice(prefix.length);
      if (word.startsWith(prefix) && rest && (!before || before.includes(rest[0])) && whole(leaves + rest))
        return leaves + rest;
    }
    const rest = word.slice(2);
    if (begin === "ke" && suffixed && whole(rest)) return rest;
    if (begin === "se" && isKnown(rest || "-") && whole(rest)) return rest;
    return word;
  };

  const withoutPrefixes = (word, suffixed) => {
    for (let turn = 0; turn < 3; turn++) {
      const shorter = isKnown(word) ? word : withoutPrefix(word, suffixed);
      if (shorter === word) break;
      word = shorter;
    }
    return word;
  };

  const withoutParticles = (word) => {
    for (const particle of T.particles) {
      const rest = word.slice(0, -particle.length);
      if (word.endsWith(particle) && whole(rest) && !isKnown(withoutPrefixes(word, false))) word = rest;
    }
    return word;
  };

  const withoutSuffix = (word) => {
    if (word.endsWith("an") && whole(word.slice(0, -2))) {
      const rest = word.slice(0, -2);
      return rest.endsWith("k") && !isVowel(rest[rest.length - 2]) ? rest.slice(0, -1) : rest;
    }
    if (word.endsWith("i") && !"aeis".includes(word[word.length - 2]) && whole(word.slice(0, -1)))
      return word.slice(0, -1);
    return word;
  };

  this.stemWord = (given) => {
    let word = given.toLowerCase();
    if (word.length < 3 || !/^[a-z]+$/.test(word)) return word;
    word = withoutParticles(word);
    let root = withoutPrefixes(word, false);
    if (!isKnown(root)) {
      const shorter = withoutSuffix(word);
      if (shorter !== word) root = withoutPrefixes(shorter, true);
    }
    root = nasal(root);
    if (root.length > 3 && root.endsWith("k") && isVowel(root[root.length - 2])) root = root.slice(0, -1);
    return Object.hasOwn(T.irregular, root) ? T.irregular[root] : root;
  };
};
