// One file in pieces that survive a broken line and a closed page: what both upload forms share.
(() => {
  const PIECE = 4 * 1024 * 1024;
  // Seconds between tries: soon at first, then patiently for half an hour.
  const PAUSES = [0, 1, 3, 5, 10, 20, ...Array(30).fill(60)].map((seconds) => seconds * 1000);

  // Tells `on` of percents sent, of a broken line, and of the end: `done`, or `failed` with why.
  window.loaPieces = (form, file, metadata, on) => {
    const upload = new window.tus.Upload(file, {
      endpoint: form.dataset.endpoint,
      chunkSize: PIECE,
      retryDelays: PAUSES,
      removeFingerprintOnSuccess: true,
      headers: { "X-CSRFToken": form.querySelector("[name=csrfmiddlewaretoken]").value },
      metadata: { filename: file.name, ...metadata },
      onProgress: (sent, whole) => on.sent(Math.floor((100 * sent) / whole)),
      onShouldRetry: (error) => {
        const status = error.originalResponse ? error.originalResponse.getStatus() : 0;
        const again = status === 0 || status >= 500 || status === 409 || status === 423;
        if (again && status !== 507) {
          on.broken();
        }
        return again && status !== 507;
      },
      onError: (error) => {
        const answer = error.originalResponse ? error.originalResponse.getBody() : "";
        on.failed(answer && answer.length < 300 ? answer : form.dataset.failed);
      },
      onSuccess: () => on.done(),
    });
    const start = async () => {
      const before = await upload.findPreviousUploads();
      if (before.length) {
        upload.resumeFromPreviousUpload(before[0]);
      }
      upload.start();
    };
    start();
    return upload;
  };
})();
