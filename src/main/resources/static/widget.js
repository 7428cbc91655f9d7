// The chat on another site's page: <script src="https://…/widget.js" data-agent="royal" async></script>. A button in the
// corner, which opens the chat in a frame of its own origin: neither page can read the other. See docs/chat.md.
(() => {
  const script = document.currentScript;
  const NAME = "session-manager-chat";
  if (!script || document.querySelector(NAME)) return;
  const home = new URL(script.src).origin;
  const wishes = script.dataset;

  const TEXTS = {
    es: {
      open: "Abrir el chat",
      close: "Cerrar el chat",
      title: "Chat",
      opening: "Abriendo el chat…",
      news: "Hay una respuesta nueva en el chat",
      refused: "Este chat no está habilitado en esta página.",
      unreachable: "El chat no responde ahora. Probá de nuevo en un momento.",
      again: "Volver a intentar",
      elsewhere: "Abrirlo en otra pestaña",
    },
    en: {
      open: "Open the chat",
      close: "Close the chat",
      title: "Chat",
      opening: "Opening the chat…",
      news: "There is a new answer in the chat",
      refused: "This chat is not enabled on this page.",
      unreachable: "The chat does not answer now. Try again in a moment.",
      again: "Try again",
      elsewhere: "Open it in another tab",
    },
  };

  const language = [wishes.language, document.documentElement.lang, ...navigator.languages, "es"]
    .map((tag) => tag?.slice(0, 2).toLowerCase()).find((tag) => tag in TEXTS);
  const t = (key) => TEXTS[language][key];

  const COLOUR = /^#[0-9a-f]{6}$/i;
  const colour = COLOUR.test(wishes.colour ?? "") ? wishes.colour : "#3a4fc4";

  /** White or black, whichever is read better on that colour. */
  function on(ground) {
    const [r, g, b] = [1, 3, 5].map((at) => (parseInt(ground.slice(at, at + 2), 16) / 255) ** 2.2);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.18 ? "#000000" : "#ffffff";
  }

  // In pixels: the size of the text around is none of ours.
  const STYLE = `
    :host { all: initial; }
    * { box-sizing: border-box; }
    button, a { font: 600 15px/1.4 system-ui, sans-serif; cursor: pointer; }
    :focus-visible { outline: 3px solid ${colour}; outline-offset: 3px; }
    .open {
      position: fixed; z-index: 2147483000; inset-block-end: 20px; inset-inline-end: 20px;
      display: grid; place-items: center; width: 56px; height: 56px; padding: 0;
      border: 0; border-radius: 50%; background: ${colour}; color: ${on(colour)}; box-shadow: 0 4px 16px rgb(0 0 0 / 0.3);
    }
    .left .open, .left dialog { inset-inline: 20px auto; }
    .open svg { width: 26px; height: 26px; fill: none; stroke: currentcolor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
    .news::after {
      content: ""; position: absolute; inset-block-start: 2px; inset-inline-end: 2px; width: 14px; height: 14px;
      border: 2px solid #ffffff; border-radius: 50%; background: #c4261d;
    }
    dialog {
      position: fixed; z-index: 2147483000; inset: auto 20px 92px auto;
      width: min(400px, calc(100vw - 40px)); height: min(640px, calc(100dvh - 112px)); max-width: none; max-height: none;
      margin: 0; padding: 0; overflow: hidden; border: 1px solid rgb(128 128 128 / 0.4); border-radius: 16px;
      background: Canvas; color: CanvasText; color-scheme: ${["light", "dark"].includes(wishes.theme) ? wishes.theme : "light dark"};
      box-shadow: 0 12px 40px rgb(0 0 0 / 0.3);
    }
    dialog:modal { inset: 0; width: 100%; height: 100dvh; border: 0; border-radius: 0; }
    dialog::backdrop { background: none; }
    iframe { display: block; width: 100%; height: 100%; border: 0; color-scheme: inherit; }
    .waiting iframe { position: absolute; visibility: hidden; }
    .state { display: none; height: 100%; padding: 24px; place-content: center; justify-items: center; gap: 16px; font: 16px/1.5 system-ui, sans-serif; text-align: center; }
    .waiting .state { display: grid; }
    .state p { margin: 0; }
    .state button { padding: 8px 16px; border: 1px solid currentcolor; border-radius: 10px; background: none; color: inherit; }
    .state a { color: inherit; }
    .spoken { position: fixed; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
    @media (prefers-reduced-motion: no-preference) {
      dialog[open] { animation: come 160ms ease-out; }
      @keyframes come { from { opacity: 0; translate: 0 12px; } }
    }`;

  const SIGNS = { open: "M4 5h16v11H11l-5 4v-4H4z", close: "M6 6l12 12M18 6 6 18" };

  /** After the frame has loaded something, the chat in it has so long to say that it is there, in milliseconds. */
  const SILENCE_MS = 2000;

  /** Smaller than this, the chat takes the whole screen. */
  const small = matchMedia("(max-width: 480px), (max-height: 480px)");

  function element(name, attributes = {}, ...children) {
    const e = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) e.setAttribute(key, value);
    e.append(...children);
    return e;
  }

  function sign() {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    svg.append(document.createElementNS(svg.namespaceURI, "path"));
    return svg;
  }

  function address() {
    const url = new URL("/app/embed", home);
    for (const name of ["agent", "colour", "theme"]) if (wishes[name]) url.searchParams.set(name, wishes[name]);
    url.searchParams.set("language", language);
    return url.href;
  }

  function put() {
    const picture = sign();
    const button = element("button", { type: "button", class: "open", "aria-haspopup": "dialog" }, picture);
    const state = element("div", { class: "state", role: "status" });
    const dialog = element("dialog", { class: "waiting", "aria-label": wishes.label || t("title") }, state);
    const spoken = element("div", { class: "spoken", role: "status" });
    const all = element("div", { class: wishes.side === "left" ? "left" : "right", lang: language }, dialog, button, spoken);
    let frame = null;
    let isThere = false;

    const say = (text, ...ways) => {
      state.replaceChildren(element("p", {}, text), ...ways);
      if (dialog.open) ways[0].focus(); // what had the focus is gone, and with it Escape
    };
    const wayBack = () => {
      const close = element("button", { type: "button" }, t("close"));
      close.addEventListener("click", hide);
      return close;
    };
    const tell = (what) => frame?.contentWindow?.postMessage({ chat: what }, home);

    function show() {
      if (!frame) load();
      if (small.matches) dialog.showModal();
      else dialog.show();
      button.classList.remove("news");
      spoken.textContent = "";
      draw();
      if (isThere) greet();
    }

    /** The reader can write at once. */
    function greet() {
      frame.focus();
      tell("shown");
    }

    function hide() {
      if (dialog.open) dialog.close();
    }

    function draw() {
      button.setAttribute("aria-expanded", String(dialog.open));
      button.setAttribute("aria-label", dialog.open ? t("close") : wishes.label || t("open"));
      picture.firstChild.setAttribute("d", dialog.open ? SIGNS.close : SIGNS.open);
    }

    function load() {
      isThere = false;
      dialog.classList.add("waiting");
      say(t("opening"), wayBack());
      frame?.remove();
      frame = element("iframe", {
        title: wishes.label || t("title"),
        src: address(),
        allow: "clipboard-write",
        // All that the chat needs; not among it: to lead the page around elsewhere.
        sandbox: "allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox allow-downloads",
      });
      const mine = frame;
      frame.addEventListener("load", () => setTimeout(() => mine === frame && !isThere && trouble(), SILENCE_MS));
      dialog.append(frame);
    }

    /** A frame that the service refuses to this page, and one without a service, look the same from here: asks. */
    async function trouble() {
      const reached = await fetch(`${home}/health/live`, { mode: "no-cors", cache: "no-store" }).then(() => true, () => false);
      if (isThere) return;
      if (reached) {
        console.warn(`${home}/widget.js: pages of ${location.origin} may not have the chat; its operator sets widget.origins.`);
        const link = element("a", { href: `${home}/app/`, target: "_blank", rel: "noopener" }, t("elsewhere"));
        say(t("refused"), link, wayBack());
      } else {
        const again = element("button", { type: "button" }, t("again"));
        again.addEventListener("click", load);
        say(t("unreachable"), again, wayBack());
      }
    }

    addEventListener("message", ({ source, origin, data }) => {
      if (origin !== home || !frame || source !== frame.contentWindow) return;
      if (data?.chat === "ready") {
        isThere = true;
        dialog.classList.remove("waiting");
        if (dialog.open) greet();
      } else if (data?.chat === "close") {
        hide();
      } else if (data?.chat === "answered" && !dialog.open) {
        button.classList.add("news");
        spoken.textContent = t("news");
      }
    });
    button.addEventListener("click", () => (dialog.open ? hide() : show()));
    dialog.addEventListener("keydown", (e) => e.key === "Escape" && !dialog.matches(":modal") && hide());
    dialog.addEventListener("close", () => {
      draw();
      if (!dialog.open) button.focus();
    });
    small.addEventListener("change", () => {
      if (!dialog.open) return;
      dialog.close(); // it becomes modal, and ceases to be, only by being opened
      if (small.matches) dialog.showModal();
      else dialog.show();
    });

    const place = document.createElement(NAME);
    const root = place.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet(); // which the page's own policy of styles lets through
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    root.append(all);
    draw();
    document.body.append(place);
  }

  if (document.body) put();
  else addEventListener("DOMContentLoaded", put);
})();
