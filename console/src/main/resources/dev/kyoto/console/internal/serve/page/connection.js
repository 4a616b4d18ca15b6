// Asks the program once a second for what the page shows, and never for two things at a time.

const INTERVAL = 1000;
const PATIENCE = 8000;
const MOST_DELAY = 5000;

export class Connection {
  #parameters;
  #onAnswer;
  #onStatus;
  #timer = null;
  #asking = false;
  #again = false;
  #failures = 0;
  #instance = null;
  paused = false;

  /** `parameters()` says what is shown; `onAnswer(answer, restarted)`; `onStatus('live' | 'paused' | 'lost' | 'refused', text)`. */
  constructor(parameters, onAnswer, onStatus) {
    this.#parameters = parameters;
    this.#onAnswer = onAnswer;
    this.#onStatus = onStatus;
  }

  start() {
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden) {
        this.now();
      }
    });
    this.now();
  }

  /** The page shows something else: do not wait for the next second. Paused, this is still answered, from the present. */
  now() {
    if (this.#asking) {
      this.#again = true;
      return;
    }
    clearTimeout(this.#timer);
    this.#ask();
  }

  setPaused(paused) {
    this.paused = paused;
    if (paused) {
      clearTimeout(this.#timer);
      this.#onStatus('paused');
    } else {
      this.now();
    }
  }

  async #ask() {
    this.#asking = true;
    const asked = this.#parameters();
    try {
      const response = await fetch(`look?${new URLSearchParams(asked)}`, { signal: AbortSignal.timeout(PATIENCE), cache: 'no-store' });
      if (!response.ok) {
        this.#onStatus('refused', await response.text());
        this.#failures++;
      } else {
        const answer = await response.json();
        this.#failures = 0;
        const restarted = this.#instance !== null && this.#instance !== answer.instance;
        this.#instance = answer.instance;
        this.#onStatus(this.paused ? 'paused' : 'live');
        this.#onAnswer(answer, restarted, asked);
      }
    } catch (failure) {
      if (failure instanceof TypeError || failure.name === 'TimeoutError' || failure.name === 'AbortError') {
        this.#failures++;
        this.#onStatus('lost');
      } else {
        console.error(failure);
      }
    } finally {
      this.#asking = false;
      this.#schedule();
    }
  }

  #schedule() {
    clearTimeout(this.#timer);
    if (this.#again) {
      this.#again = false;
      this.#ask();
    } else if (!this.paused && !document.hidden) {
      this.#timer = setTimeout(() => this.#ask(), Math.min(MOST_DELAY, INTERVAL * (1 + this.#failures)));
    }
  }
}
