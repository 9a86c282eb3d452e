/* Keeps what is typed in form[data-autosave-url]: on the server every 20 seconds and when a field or
   the page is left; on this computer at once, for the time when the server cannot be reached.

   The server answers 200 {"saved_at": "14:05"} or 409 {"conflict": true, "message": "…"}.
   [data-autosave-status] shows how it stands. */
const SAVE_EVERY = 20000;
const KEEP_AFTER = 600;
const KEEP_DAYS = 14;
const PREFIX = "danvan:";

const person = document.body.dataset.person;
let leavingForGood = false;

/** What is kept on this computer for one person and one form. */
class Lifeline {
  constructor(form) {
    this.name = `${PREFIX}${person}:${form.dataset.autosaveKey || location.pathname}`;
  }

  read() {
    try {
      const kept = JSON.parse(localStorage.getItem(this.name));
      return kept && Date.now() - kept.at < KEEP_DAYS * 86400000 ? kept : null;
    } catch {
      return null;
    }
  }

  /** False when this computer keeps nothing: no room, or a private window. */
  write(fields, base) {
    if (leavingForGood) return false;
    try {
      localStorage.setItem(this.name, JSON.stringify({ at: Date.now(), fields, base }));
      return true;
    } catch {
      return false;
    }
  }

  cut() {
    localStorage.removeItem(this.name);
  }
}

/** After signing out nothing of this person stays behind on a computer that others use. */
function cutAll() {
  leavingForGood = true;
  Object.keys(localStorage)
    .filter((name) => name.startsWith(`${PREFIX}${person}:`))
    .forEach((name) => localStorage.removeItem(name));
}

/** The typed fields as [name, value] pairs: no files, no passwords, no token. */
function fieldsOf(form) {
  const secret = new Set([...form.querySelectorAll("[type=password]")].map((field) => field.name));
  return [...new FormData(form)].filter(
    ([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken" && !secret.has(name),
  );
}

function sameFields(some, others) {
  return JSON.stringify(some) === JSON.stringify(others);
}

/** What people see of the fields: a save that arrived only counts the version on. */
function seen(fields) {
  return fields.filter(([name]) => name !== "version" && name !== "base");
}

/** Put kept fields back, adding the rows that had been added. */
function fill(form, fields) {
  const values = new Map();
  fields.forEach(([name, value]) => values.set(name, [...(values.get(name) || []), value]));
  form.querySelectorAll("[data-rows]").forEach((rows) => {
    const name = `${rows.dataset.rows}-TOTAL_FORMS`;
    const wanted = Number(values.get(name)?.[0] || 0);
    const total = rows.querySelector(`[name="${name}"]`);
    for (let n = Number(total.value); n < wanted; n += 1) rows.querySelector("[name=add_row]")?.click();
  });
  [...form.elements].forEach((field) => {
    if (!field.name || field.name === "version" || field.name === "base" || /^(file|password|submit|button)$/.test(field.type)) return;
    if (field.name === "csrfmiddlewaretoken" || field.type === "hidden") return;
    const kept = values.get(field.name) || [];
    if (/^(checkbox|radio)$/.test(field.type)) field.checked = kept.includes(field.value);
    else if (field.multiple) [...field.options].forEach((option) => { option.selected = kept.includes(option.value); });
    else if (kept.length) field.value = kept.shift();
  });
}

function clock(moment) {
  return new Date(moment).toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" });
}

function saveByItself(form) {
  const lifeline = new Lifeline(form);
  const status = form.querySelector("[data-autosave-status]") || document.querySelector("[data-autosave-status]");
  let saved = fieldsOf(form);
  let stopped = false;
  let underWay = false;
  let keeping = 0;

  const say = (text, failed = false) => {
    if (!status || status.textContent === text) return;
    status.textContent = text;
    status.classList.toggle("failed", failed);
  };

  const offerSignIn = () => {
    say("Phiên làm việc đã hết. Nội dung đang giữ trên máy này; vui lòng ", true);
    const link = document.createElement("a");
    link.href = location.href;
    link.textContent = "đăng nhập lại";
    status?.append(link, ".");
  };

  const keep = () => lifeline.write(fieldsOf(form), saved);
  const sayNotSaved = () => say(
    keep() ? "Chưa lưu được, đang giữ trên máy này" : "Chưa lưu được. Vui lòng không đóng trang này", true,
  );

  const understand = async (answer, sent) => {
    if (answer.status === 409) {
      stopped = true;
      keep();
      say((await answer.json()).message, true);
    } else if (answer.redirected || answer.status === 401 || answer.status === 403) {
      keep();
      offerSignIn();
    } else if (answer.ok) {
      const { saved_at: savedAt } = await answer.json();
      saved = sent;
      if (sameFields(fieldsOf(form), sent)) lifeline.cut();
      else keep();
      say(`Đã lưu lúc ${savedAt}`);
    } else {
      sayNotSaved();
    }
  };

  const save = async ({ leaving = false } = {}) => {
    const sent = fieldsOf(form);
    if (stopped || underWay || sameFields(sent, saved)) return;
    underWay = true;
    const body = new FormData();
    sent.forEach(([name, value]) => body.append(name, value));
    const token = form.querySelector("[name=csrfmiddlewaretoken]")?.value || "";
    try {
      const answer = await fetch(form.dataset.autosaveUrl, {
        method: "POST", body, headers: { "X-CSRFToken": token, Accept: "application/json" }, keepalive: leaving,
      });
      await understand(answer, sent);
    } catch {
      sayNotSaved();
    } finally {
      underWay = false;
    }
  };

  const keepSoon = () => {
    clearTimeout(keeping);
    keeping = setTimeout(keep, KEEP_AFTER);
  };

  bringBack(form, lifeline, saved, say);
  // After an error the page shows what was typed, not what is saved.
  if (document.querySelector(".error-summary")) saved = [];
  form.addEventListener("input", keepSoon);
  form.addEventListener("change", keepSoon);
  form.addEventListener("focusout", () => save());
  // Only a receipt, or the next look at this form, shows that a sending has arrived.
  form.addEventListener("submit", () => { clearTimeout(keeping); keep(); stopped = true; });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && !stopped) {
      if (!sameFields(fieldsOf(form), saved)) keep();
      save({ leaving: true });
    }
  });
  window.addEventListener("pageshow", (event) => { if (event.persisted) stopped = false; });
  setInterval(save, SAVE_EVERY);
}

/** What this computer kept is put back at once while the server's text is still the one it was
    typed upon; otherwise the person chooses. */
function bringBack(form, lifeline, shown, say) {
  const kept = lifeline.read();
  if (!kept) return;
  if (sameFields(seen(kept.fields), seen(shown))) {
    lifeline.cut();
    return;
  }
  const untouched = sameFields(kept.base, shown);
  const notice = document.createElement("div");
  notice.className = "notice";
  notice.setAttribute("role", "status");
  const text = document.createElement("p");
  const back = button("Lấy lại nội dung giữ trên máy này", () => { fill(form, kept.fields); notice.remove(); touch(form); });
  const drop = button(untouched ? "Bỏ, dùng bản đã lưu" : "Bỏ nội dung giữ trên máy này", () => {
    lifeline.cut();
    if (untouched) location.reload();
    notice.remove();
  });
  if (untouched) {
    text.textContent = `Đã lấy lại nội dung gõ lúc ${clock(kept.at)} mà chưa lưu được.`;
    notice.append(text, drop);
    fill(form, kept.fields);
    setTimeout(() => touch(form));
  } else {
    text.textContent = `Máy này còn giữ nội dung gõ lúc ${clock(kept.at)}, khác với bản đang hiện.`;
    notice.append(text, back, " ", drop);
  }
  form.before(notice);
  say("");
}

function button(label, press) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn";
  made.textContent = label;
  made.addEventListener("click", press);
  return made;
}

function touch(form) {
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

if (person) {
  document.querySelectorAll("form[data-autosave-url]").forEach(saveByItself);
  document.querySelector("form[data-sign-out]")?.addEventListener("submit", cutAll);
  document.querySelectorAll("[data-clear-draft]").forEach((piece) => {
    localStorage.removeItem(`${PREFIX}${person}:${piece.dataset.clearDraft}`);
  });
}
