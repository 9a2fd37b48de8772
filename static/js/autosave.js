// A form that saves by itself keeps its order: its button waits for the save under way, which holds
// older words and would otherwise arrive after the button's and write over them.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.classList.contains("htmx-request")) return;
  event.preventDefault();
  const button = event.submitter;
  form.addEventListener("htmx:afterRequest", () => form.requestSubmit(button), { once: true });
});
