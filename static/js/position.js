/* "Bruk min posisjon": the search with the visitor's position, rounded to about a kilometre, and nothing else.
   The position goes into the address of the search and nowhere else. Without script the button stays hidden. */
"use strict";

for (const place of document.querySelectorAll("[data-position]")) {
  if (!navigator.geolocation) break;
  const button = place.querySelector("button");
  const said = place.querySelector("[role=status]");
  const form = place.parentElement.querySelector("form");
  place.hidden = false;
  button.addEventListener("click", () => {
    said.textContent = place.dataset.waiting;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const query = new URLSearchParams(location.search); /* the filters stay as they are */
        for (const name of ["sted", "side"]) query.delete(name);
        query.set("lat", coords.latitude.toFixed(2));
        query.set("lon", coords.longitude.toFixed(2));
        location.assign(`${form.action.split("?")[0]}?${query}`);
      },
      () => { said.textContent = place.dataset.failed; },
      { timeout: 10000, maximumAge: 600000 },
    );
  });
}
