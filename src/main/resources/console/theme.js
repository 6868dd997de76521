// Before the page is drawn: a white flash at night is what dark colours are chosen against.
try {
  document.documentElement.dataset.theme = localStorage.getItem("centrifuge.theme") || "auto";
} catch (e) {
  document.documentElement.dataset.theme = "auto";
}
