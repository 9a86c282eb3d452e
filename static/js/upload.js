/* Gives file fields Vietnamese words, whatever the browser speaks, and
   shrinks the photos chosen in input[data-shrink] to that many pixels before they travel over a phone's
   line. What a browser cannot draw (HEIC) and what is no picture goes as it is: the portal shrinks too. */
const SMALL_ENOUGH = 500000;
const QUALITY = 0.85;

function megabytes(bytes) {
  return `${(bytes / 1048576).toFixed(1).replace(".", ",")} MB`;
}

async function shrunk(file, longest) {
  if (!/^image\/(jpeg|png)$/.test(file.type) || file.size < SMALL_ENOUGH) return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => { canvas.toBlob(done, "image/jpeg", QUALITY); });
    if (!blob || blob.size >= file.size) return file;
    const name = file.name.replace(/\.[^.]*$/, "") + ".jpg";
    return new File([blob], name, { type: "image/jpeg", lastModified: file.lastModified });
  } catch {
    return file;
  }
}

/** The field itself stays for keys and readers; a button and the files' names are drawn over it. */
function speakVietnamese(input) {
  const box = document.createElement("div");
  const press = document.createElement("span");
  const names = document.createElement("span");
  box.className = "file-choice";
  press.className = "btn";
  press.setAttribute("aria-hidden", "true");
  press.textContent = input.dataset.shrink ? "Chọn ảnh" : "Chọn tệp";
  press.addEventListener("click", () => input.click());
  names.className = "muted";
  const tell = () => {
    names.textContent = [...input.files].map((file) => file.name).join(", ") || "Chưa chọn tệp nào";
  };
  tell();
  input.addEventListener("change", tell);
  input.classList.add("visually-hidden");
  input.before(box);
  box.append(input, press, names);
}

function shrinkBeforeSending(input) {
  const note = document.createElement("p");
  note.className = "form-text";
  note.setAttribute("role", "status");
  (input.closest(".file-choice") || input).after(note);
  let work = null;

  input.addEventListener("change", () => {
    const files = [...input.files];
    const before = files.reduce((sum, file) => sum + file.size, 0);
    note.textContent = files.length ? "Đang chuẩn bị ảnh…" : "";
    work = Promise.all(files.map((file) => shrunk(file, Number(input.dataset.shrink)))).then((ready) => {
      const carrier = new DataTransfer();
      ready.forEach((file) => carrier.items.add(file));
      input.files = carrier.files;
      const after = ready.reduce((sum, file) => sum + file.size, 0);
      note.textContent = after < before ? `Ảnh đã thu nhỏ: ${megabytes(before)} còn ${megabytes(after)}.` : "";
      work = null;
    });
  });

  // A sending that comes sooner than the small picture waits for it.
  input.form?.addEventListener("submit", (event) => {
    if (!work) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { submitter } = event;
    work.then(() => input.form.requestSubmit(submitter));
  }, { capture: true });
}

document.querySelectorAll("input[type=file].form-control").forEach(speakVietnamese);
document.querySelectorAll("input[type=file][data-shrink]").forEach(shrinkBeforeSending);
