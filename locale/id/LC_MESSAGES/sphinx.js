// What the search page says; Sphinx copies this file to _static/translations.js.
Documentation.addTranslations({
  "locale": "id",
  "messages": {
    "Search Results": "Hasil pencarian",
    "Searching": "Mencari",
    "Preparing search...": "Menyiapkan pencarian …",
    ", in ": ", di ",
    "Hide Search Matches": "Sembunyikan tanda pencarian",
    "Search finished, found ${resultCount} page(s) matching the search query.":
      "Pencarian selesai: ${resultCount} halaman cocok.",
    "Your search did not match any documents. Please make sure that all words are spelled correctly and that you've selected enough categories.":
      "Tidak ada halaman yang cocok. Periksa ejaan atau pakai kata yang lebih umum."
  },
  "plural_expr": "0"
});
