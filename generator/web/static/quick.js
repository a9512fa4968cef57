/* Shows the Word file in this frame; a guess at the pages, not the print. */
"use strict";
(async () => {
  const place = document.getElementById("van-ban");
  try {
    const answer = await fetch(place.dataset.file, { credentials: "same-origin" });
    if (!answer.ok) throw new Error(answer.status);
    const file = await answer.blob();
    place.replaceChildren();
    await docx.renderAsync(file, place, undefined, { renderAltChunks: false, useBase64URL: true, experimental: false });
    const page = place.querySelector("section.docx");
    const fit = () => {
      place.style.zoom = 1;
      place.style.zoom = Math.min(1, place.clientWidth / (page.offsetWidth + 32));
    };
    if (page) { fit(); window.addEventListener("resize", fit); }
  } catch {
    place.innerHTML = "<p role=\"alert\">Không mở được văn bản này bằng cách xem nhanh; hãy tải tệp Word.</p>";
  }
})();
