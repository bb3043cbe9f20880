// Chapters come before pages that only list things: those have every word of the book.
var Scorer = {
  score: ([page, , , , score]) => (["aturan", "glosarium", "perencana", "pustaka", "tentang"].includes(page) ? score / 4 : score),
  objNameMatch: 11,
  objPartialMatch: 6,
  objPrio: { 0: 15, 1: 5, 2: -5 },
  objPrioDefault: 0,
  title: 15,
  partialTitle: 7,
  term: 5,
  partialTerm: 2,
};
