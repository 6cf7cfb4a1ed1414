// Small helps where a browser runs scripts. Every page works without them.
"use strict";

// "Exit this page" leaves no step back to it, and Escape pressed three times does the same.
const leave = document.querySelector("[data-leave]");
if (leave) {
  let pressed = 0;
  const go = (event) => {
    event.preventDefault();
    document.body.hidden = true;
    location.replace(leave.href);
  };
  leave.addEventListener("click", go);
  document.addEventListener("keydown", (event) => {
    pressed = event.key === "Escape" ? pressed + 1 : 0;
    if (pressed === 3) go(event);
  });
}

// Who listens instead of looking hears first what is to be mended.
const faults = document.getElementById("faults");
if (faults) faults.focus();

// A button that was pressed says so, and a second press does nothing. The server counts a form once anyway.
for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
    if (event.submitter) event.submitter.setAttribute("aria-busy", "true");
    setTimeout(() => delete form.dataset.sent, 8000);
  });
}
