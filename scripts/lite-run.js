/* An extension of the JupyterLite site: a cell that is run while its notebook still starts waits for the kernel.

   JupyterLab's own executor tries to start a kernel of its own then, and either does nothing or asks which kernel is
   meant. On a slow machine that is what the first Shift + Enter met. Written as a container of module federation by
   hand, because it is one function and needs no builder. */
(() => {
  // Milliseconds after which a cell that is run again is no longer held: whoever closed a dialog about the kernel must
  // be asked again.
  const HELD = 60000;
  const NOTEBOOK = "@jupyterlab/notebook";
  let shared;

  /** What a module that the application shares exports. */
  async function loaded(name) {
    return (await Object.values(shared[name])[0].get())();
  }

  async function extension() {
    const { INotebookCellExecutor, runCell } = await loaded(NOTEBOOK);
    const since = new WeakMap();
    const executor = {
      async runCell(options) {
        const { cell, sessionContext } = options;
        if (cell.model.type === "code" && sessionContext && !sessionContext.isReady) {
          // Run again out of impatience: once is enough.
          if (Date.now() - since.get(cell) < HELD) return true;
          if (!since.delete(cell)) {
            since.set(cell, Date.now());
            cell.setPrompt("*");
            await sessionContext.ready;
            if (!since.delete(cell) || cell.isDisposed) return false;
            cell.setPrompt("");
          }
        }
        return runCell(options);
      },
    };
    const plugin = {
      id: "tutor-sebaya:cell-executor",
      autoStart: true,
      provides: INotebookCellExecutor,
      activate: () => Object.freeze(executor),
    };
    return () => ({ __esModule: true, default: plugin });
  }

  globalThis._JUPYTERLAB ??= {};
  globalThis._JUPYTERLAB["tutor-sebaya"] = {
    init(scope) {
      shared = scope;
    },
    async get(module) {
      if (module !== "./extension") throw new Error(`tutor-sebaya: ${module}`);
      return extension();
    },
  };
})();
