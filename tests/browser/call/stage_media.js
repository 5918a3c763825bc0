// Gives a page a camera of one colour and a microphone of one tone, and counts what runs. {COLOUR}, {TONE} and
// {REFUSE} (a DOMException name or "") are filled in by the test.
(() => {
  const running = new Set();
  window.devices = { running, opened: 0 };

  function camera() {
    const canvas = Object.assign(document.createElement("canvas"), { width: 1280, height: 720 });
    const context = canvas.getContext("2d");
    let tick = 0;
    const draw = setInterval(() => {
      context.fillStyle = "{COLOUR}";
      context.fillRect(0, 0, 1280, 720);
      context.fillStyle = "#808080";
      context.fillRect((tick += 7) % 1280, 0, 4, 4); // something moves, so that frames are made
    }, 40);
    return watched(canvas.captureStream(25).getVideoTracks()[0], () => clearInterval(draw));
  }

  function microphone() {
    const context = new AudioContext();
    const out = context.createMediaStreamDestination();
    const tone = new OscillatorNode(context, { frequency: {TONE} });
    const gain = new GainNode(context, { gain: 0.3 });
    tone.connect(gain).connect(out);
    tone.start();
    return watched(out.stream.getAudioTracks()[0], () => context.close());
  }

  function watched(track, after) {
    const stop = track.stop.bind(track);
    running.add(track.kind);
    window.devices.opened += 1;
    track.stop = () => {
      running.delete(track.kind);
      stop();
      after();
    };
    return track;
  }

  navigator.mediaDevices.getUserMedia = async (wanted) => {
    if ("{REFUSE}" && wanted.video) throw new DOMException("refused", "{REFUSE}");
    await new Promise((resolve) => setTimeout(resolve, 60)); // a camera needs its time
    return new MediaStream([...(wanted.video ? [camera()] : []), ...(wanted.audio ? [microphone()] : [])]);
  };
})();
