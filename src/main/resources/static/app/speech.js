// Answers read aloud, by the voice of the reader's machine.
import { language } from "./common.js";

let reader = null;

export function canSpeak() {
  return "speechSynthesis" in window;
}

/** Reads it aloud from now on, in place of what is being read; `told` is told whether it is. */
export function speak(text, told) {
  stopSpeaking();
  const spoken = new SpeechSynthesisUtterance(text);
  spoken.lang = language();
  reader = told;
  spoken.onend = spoken.onerror = () => reader === told && stopSpeaking();
  speechSynthesis.speak(spoken);
  told(true);
}

export function stopSpeaking() {
  reader?.(false);
  reader = null;
  if (canSpeak()) speechSynthesis.cancel();
}
