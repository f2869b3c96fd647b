// Draws the waveform the server measured above each player, and lets an editor mark a part by ear.
// Without it the plain player and two text fields do the same.
(() => {
  const FULL_SCALE = 127;
  const WAVE_HEIGHT = 96;

  const decoded = (text) => {
    const bytes = Int8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const lows = [];
    const highs = [];
    for (let i = 0; i + 1 < bytes.length; i += 2) {
      lows.push(bytes[i] / FULL_SCALE);
      highs.push(bytes[i + 1] / FULL_SCALE);
    }
    return [highs, lows];
  };

  const drawn = (box) => {
    const audio = box.querySelector("audio");
    const wave = box.querySelector("[data-wave]");
    wave.hidden = false;
    const style = window.getComputedStyle(box);
    const surfer = window.WaveSurfer.create({
      container: wave,
      media: audio,
      peaks: decoded(box.dataset.peaks),
      duration: Number(box.dataset.seconds),
      height: WAVE_HEIGHT,
      waveColor: style.getPropertyValue("--loa-wave").trim() || "#888",
      progressColor: style.getPropertyValue("--loa-wave-played").trim() || "#2e6e65",
      cursorColor: style.color,
      dragToSeek: true,
      normalize: true,
    });
    return { audio, surfer };
  };

  // As the server writes moments: minutes, seconds and tenths.
  const written = (seconds) => {
    const tenths = Math.max(0, Math.round(seconds * 10));
    return `${Math.floor(tenths / 600)}:${String(Math.floor(tenths / 10) % 60).padStart(2, "0")}.${tenths % 10}`;
  };

  const read = (text) => {
    const parts = text.trim().replace(",", ".").split(/[:']/);
    if (!text.trim() || parts.some((part) => !/^\d+(\.\d+)?"?$/.test(part))) {
      return null;
    }
    return parts.reduce((sum, part) => sum * 60 + Number.parseFloat(part), 0);
  };

  const marking = (section, { audio, surfer }) => {
    const form = section.querySelector("form");
    if (!form) {
      return;
    }
    const { begins, ends } = form.elements;
    const whole = () => surfer.getDuration();
    const regions = surfer.registerPlugin(window.WaveSurfer.Regions.create());
    const shown = () => {
      const start = read(begins.value) ?? 0;
      const end = read(ends.value) ?? whole();
      regions.clearRegions();
      if ((begins.value || ends.value) && start < end) {
        regions.addRegion({ start, end, color: "rgba(46, 110, 101, 0.25)" });
      }
    };
    regions.on("region-updated", (region) => {
      begins.value = written(region.start);
      ends.value = region.end >= whole() ? "" : written(region.end);
    });
    surfer.on("ready", shown);
    for (const field of [begins, ends]) {
      field.addEventListener("input", shown);
    }
    for (const button of form.querySelectorAll("[data-mark]")) {
      button.hidden = false;
      button.addEventListener("click", () => {
        form.elements[button.dataset.mark].value = written(audio.currentTime);
        shown();
      });
    }
    let until = null;
    const hear = form.querySelector("[data-hear]");
    hear.hidden = false;
    hear.addEventListener("click", () => {
      until = read(ends.value);
      audio.currentTime = read(begins.value) ?? 0;
      audio.play();
    });
    audio.addEventListener("timeupdate", () => {
      if (until !== null && audio.currentTime >= until) {
        until = null;
        audio.pause();
      }
    });
    shown();
  };

  let whole = null;
  for (const box of document.querySelectorAll("[data-loa-player][data-peaks]")) {
    if (!box.dataset.drawn) {
      box.dataset.drawn = "1";
      const player = drawn(box);
      // The part is marked on the whole recording: its own player, or else the only one.
      if (!whole || box.closest("[data-loa-part]")) {
        whole = player;
      }
    }
  }
  const section = document.querySelector("[data-loa-part]");
  if (section && whole) {
    marking(section, whole);
  }
})();
