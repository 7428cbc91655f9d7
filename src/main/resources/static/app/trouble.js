// What went wrong, in the service's words, and the way out.
import { t } from "./common.js";
import { Component, h } from "./ui.js";

const TICK_MS = 250;

/** A button that waits as long as the service wants. */
class RetryButton extends Component {
  #until = Date.now() + this.props.seconds * 1000;
  #timer = null;

  #tick() {
    const left = Math.max(0, Math.ceil((this.#until - Date.now()) / 1000));
    if (left !== this.state.left) this.setState({ left });
    if (left > 0) this.#timer = setTimeout(() => this.#tick(), TICK_MS);
  }

  componentWillMount() {
    this.#tick();
  }

  componentWillUnmount() {
    clearTimeout(this.#timer);
  }

  render({ again }, { left }) {
    return h("button", { type: "button", class: "retry", disabled: left > 0, onClick: again },
      t("retry"), left > 0 ? h("span", {}, " ", t("retry.wait", { seconds: left })) : null);
  }
}

/** A problem; `again` does once more what failed, where that helps. */
export function Trouble({ problem, again }) {
  return h("div", { class: "trouble", key: problem },
    h("p", { class: "problem", role: "alert" },
      [problem.message, ...problem.details()].join(" "),
      problem.traceId && problem.status >= 500 ? h("small", {}, h("br"), t("problem.trace", { trace: problem.traceId })) : null),
    again ? h(RetryButton, { again, seconds: problem.retryAfter ?? 0 }) : null);
}
