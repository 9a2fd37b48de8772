// "/" and Ctrl-K lead to the search field; on a phone, where it is put away, to its page. "/" does
// nothing while somebody types, nor once they switched it off; Ctrl-K is no key pressed alone.
(() => {
  const field = document.getElementById("find");
  if (!field) return;
  const alone = field.dataset.keys !== "off";
  const typing = (element) =>
    element instanceof Element && element.closest("input, textarea, select, [contenteditable]");
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.altKey) return;
    const held = event.ctrlKey || event.metaKey;
    const slash = alone && event.key === "/" && !held && !typing(event.target);
    const combined = held && !event.shiftKey && event.key.toLowerCase() === "k";
    if (!slash && !combined) return;
    event.preventDefault();
    if (field.getClientRects().length) {
      field.focus();
      field.select();
    } else {
      location.assign(field.form.action);
    }
  });
})();
