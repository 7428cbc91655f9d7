// The page that stands in for the chat while the service cannot be reached: looks again and again, and goes back.
const LOOK_MS = 5000;

const again = () => location.reload();

async function look() {
  try {
    await fetch("/health/live", { cache: "no-store" });
    again();
  } catch {
    setTimeout(look, LOOK_MS);
  }
}

document.getElementById("again").addEventListener("click", again);
addEventListener("online", again);
setTimeout(look, LOOK_MS);
