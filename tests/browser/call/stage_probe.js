// Looks and listens at the raw receivers of each connection, past the tiles: what arrives, arrives here.
window.probe = (() => {
  const taps = new Map(); // receiver's track -> what watches it

  function tap(track) {
    if (taps.has(track)) return taps.get(track);
    const stream = new MediaStream([track]);
    const element = Object.assign(document.createElement("video"), { srcObject: stream, muted: true, autoplay: true });
    const made = { element };
    if (track.kind === "audio") {
      made.context = new AudioContext();
      made.analyser = new AnalyserNode(made.context, { fftSize: 4096, smoothingTimeConstant: 0 });
      made.context.createMediaStreamSource(stream).connect(made.analyser);
    }
    void element.play().catch(() => undefined);
    taps.set(track, made);
    return made;
  }

  /** Begin to watch all connections, so that nothing of a later moment is missed. */
  function watch(calls) {
    for (const call of calls) stage.connection(call)?.getReceivers().forEach(({ track }) => tap(track));
  }

  function colourOf(element) {
    if (element.readyState < 2) return null;
    const canvas = Object.assign(document.createElement("canvas"), { width: 16, height: 9 });
    const context = canvas.getContext("2d", { willReadFrequently: true });
    context.drawImage(element, 0, 0, 16, 9);
    return [...context.getImageData(8, 5, 1, 1).data].slice(0, 3);
  }

  function tonesOf({ context, analyser }, tones) {
    const bins = new Float32Array(analyser.frequencyBinCount);
    analyser.getFloatFrequencyData(bins);
    return tones.filter((hz) => bins[Math.round((hz * analyser.fftSize) / context.sampleRate)] > -50);
  }

  async function bytes(pc, type, field) {
    const sums = { audio: 0, video: 0 };
    (await pc.getStats()).forEach((report) => {
      if (report.type === type) sums[report.kind] += report[field];
    });
    return sums;
  }

  /** What one connection carries over a stretch of time, in both directions, and what is seen and heard now. */
  async function sense(call, tones, ms) {
    const pc = stage.connection(call);
    const before = [await bytes(pc, "inbound-rtp", "bytesReceived"), await bytes(pc, "outbound-rtp", "bytesSent")];
    const heard = new Set();
    for (const end = performance.now() + ms; performance.now() < end; ) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      for (const { track } of pc.getReceivers()) {
        if (track.kind === "audio") tonesOf(tap(track), tones).forEach((hz) => heard.add(hz));
      }
    }
    const after = [await bytes(pc, "inbound-rtp", "bytesReceived"), await bytes(pc, "outbound-rtp", "bytesSent")];
    const video = pc.getReceivers().find(({ track }) => track.kind === "video");
    return {
      received: { audio: after[0].audio - before[0].audio, video: after[0].video - before[0].video },
      sent: { audio: after[1].audio - before[1].audio, video: after[1].video - before[1].video },
      heard: [...heard].sort((a, b) => a - b),
      colour: colourOf(tap(video.track).element),
      size: [tap(video.track).element.videoWidth, tap(video.track).element.videoHeight],
    };
  }

  return { watch, sense };
})();
