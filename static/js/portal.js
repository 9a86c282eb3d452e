/* Small helps on every page. Each page works without them. */
document.documentElement.classList.add("scripted");

const WAIT_BEFORE_RESEND = 8000;

/** Another post is taken up as soon as it is chosen; by keys only when its button is pressed. */
function chooseActing(form) {
  const select = form.querySelector("select");
  let byKeys = false;
  select.addEventListener("keydown", (event) => {
    byKeys = event.key !== "Enter" && event.key !== "Tab";
    form.classList.toggle("by-keys", byKeys);
  });
  select.addEventListener("pointerdown", () => { byKeys = false; });
  select.addEventListener("change", () => { if (!byKeys) form.requestSubmit(); });
}

/** On a phone the navigation is pushed aside until the current entry stands in its middle. */
function showCurrent(entry) {
  const row = entry.closest("ul");
  const [place, frame] = [entry.getBoundingClientRect(), row.getBoundingClientRect()];
  row.scrollLeft += place.left + place.width / 2 - frame.left - frame.width / 2;
}

/** A second press while the first is under way is not a second sending. */
function refuseDoubleSubmit(form) {
  form.addEventListener("submit", (event) => {
    // What opens in a tab of its own leaves this form to be sent.
    if (event.defaultPrevented || event.submitter?.formTarget === "_blank") return;
    if (form.dataset.sending) {
      event.preventDefault();
      return;
    }
    form.dataset.sending = "yes";
    event.submitter?.setAttribute("aria-disabled", "true");
    const free = () => {
      delete form.dataset.sending;
      event.submitter?.removeAttribute("aria-disabled");
    };
    setTimeout(free, WAIT_BEFORE_RESEND);
    // Coming back by the browser's arrow shows the page as it was left.
    window.addEventListener("pageshow", free, { once: true });
  });
}

/** “Thêm dòng” without asking the portal; the numbers of a formset's rows stay in step. */
function growRows(rows) {
  const total = rows.querySelector(`[name="${rows.dataset.rows}-TOTAL_FORMS"]`);
  const limit = rows.querySelector(`[name="${rows.dataset.rows}-MAX_NUM_FORMS"]`);
  const template = rows.querySelector("template");
  const button = rows.querySelector("[name=add_row]");
  button?.addEventListener("click", (event) => {
    const index = Number(total.value);
    if (limit && index >= Number(limit.value)) return;
    event.preventDefault();
    const holder = document.createElement("div");
    holder.innerHTML = template.innerHTML.replaceAll("__prefix__", String(index));
    const row = holder.firstElementChild;
    row.querySelector("[data-row-number]").textContent = String(index + 1);
    template.before(row);
    total.value = String(index + 1);
    total.dispatchEvent(new Event("input", { bubbles: true }));
    row.querySelector("input:not([type=hidden]), textarea, select")?.focus();
  });
  rows.addEventListener("change", (event) => {
    if (event.target.name?.endsWith("-DELETE")) {
      event.target.closest(".row-form").classList.toggle("gone", event.target.checked);
    }
  });
}

/** Asks for the page again and takes over the one piece that was still on its way. */
async function refreshPiece(piece) {
  const wait = Number(piece.dataset.refresh) * 1000;
  await new Promise((done) => { setTimeout(done, wait); });
  let fresh = null;
  let gone = false;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (answer.ok && !answer.redirected) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      fresh = page.getElementById(piece.id);
      gone = !fresh;
    }
  } catch {
    // The connection is gone for the moment: ask again later.
  }
  if (gone) {
    tellItIsDone(piece);
    return;
  }
  if (fresh && fresh.outerHTML !== piece.outerHTML) {
    piece.replaceWith(fresh);
    piece = fresh;
  }
  if (piece.dataset.refresh) refreshPiece(piece);
}

/** What was waited for stands elsewhere on the page now; a reload could lose what is being typed. */
function tellItIsDone(piece) {
  const word = document.createElement("span");
  word.className = "tag done";
  word.textContent = "Đã xong";
  const link = document.createElement("a");
  link.href = location.href.split("#")[0];
  link.textContent = "Xem kết quả";
  const line = document.createElement("p");
  line.append(word, " ", link);
  piece.replaceChildren(line);
}

/** Single keys for a queue. A link is followed at once; a button takes the focus first, and is
    pressed by the second stroke, for what it does is not easily undone. They can be switched off. */
function listenToKeys() {
  const bar = document.querySelector(".keys-help");
  const help = document.querySelector("[data-keys-help]");
  const off = () => localStorage.getItem("danvan:keys") === "off";
  const toggle = document.createElement("button");
  toggle.type = "button";
  toggle.className = "btn btn-link";
  const tell = () => { toggle.textContent = off() ? "Bật phím" : "Tắt phím"; };
  toggle.addEventListener("click", () => {
    localStorage.setItem("danvan:keys", off() ? "on" : "off");
    tell();
  });
  tell();
  bar?.append(" ", toggle);

  document.addEventListener("keydown", (event) => {
    if (off() || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    const key = event.key.toLowerCase();
    if (key === "?" && help) {
      help.open = !help.open;
      if (help.open) help.querySelector("summary").focus();
      return;
    }
    if (key === "escape" && help?.open) help.open = false;
    const target = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === key);
    if (!target) return;
    event.preventDefault();
    if (target.tagName === "A" || target === document.activeElement) target.click();
    else target.focus();
  });
}

/** “Chèn câu này” without asking the portal: the sentence goes behind what has been typed. */
function insertSentence(part) {
  const box = document.getElementById(part.dataset.insert);
  const choice = part.querySelector("select");
  part.querySelector("[name=insert]").addEventListener("click", (event) => {
    const text = choice.selectedOptions[0]?.dataset.text;
    if (!box || !text) return;
    event.preventDefault();
    box.value = [box.value.trim(), text].filter(Boolean).join(" ");
    part.closest("form").querySelector("[name=canned]").value = choice.value;
    box.focus();
    box.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

/** “Chép”: the text of a box goes to the clipboard; where the browser refuses, it stands there selected. */
function offerCopy(button) {
  const box = document.getElementById(button.dataset.copy);
  const told = button.parentElement.querySelector("[role=status]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    box.select();
    // Over plain HTTP there is no `navigator.clipboard`.
    const isCopied = await navigator.clipboard?.writeText(box.value).then(() => true, () => false)
      || document.execCommand("copy");
    told.textContent = isCopied ? "Đã chép." : "Đã chọn hết, vui lòng bấm Ctrl+C.";
  });
}

document.querySelectorAll(".main-nav [aria-current]").forEach(showCurrent);
document.querySelectorAll("form[data-acting]").forEach(chooseActing);
document.querySelectorAll("form").forEach((form) => {
  if (form.method === "post") refuseDoubleSubmit(form);
});
document.querySelectorAll("[data-rows]").forEach(growRows);
document.querySelectorAll("[data-insert]").forEach(insertSentence);
document.querySelectorAll("[data-copy]").forEach(offerCopy);
document.querySelectorAll("[data-refresh]").forEach(refreshPiece);
if (document.querySelector("[data-key]")) listenToKeys();
document.querySelector(".error-summary")?.focus();
