/* An extension of the JupyterLite site: English menus above English notebooks, all menus on a phone, and notebooks that
   are run cell after cell, faster than their kernel answers.

   The site's language is Indonesian. Where a notebook of an English folder is opened, or the address says ?language=en,
   the setting is changed before anything reads it; what somebody chose in the menu stands above it.

   A cell that is run while its notebook still starts waits for the kernel: JupyterLab's own executor tries to start a
   kernel of its own then, and either does nothing or asks which kernel is meant. On a slow machine that is what the
   first Shift + Enter met.

   What waits behind a cell that fails is dealt with as a kernel on a laptop does: cells are answered "aborted", and
   everything else is done. JupyterLite's kernels throw all of it away: cells kept their asterisk, and a press of a
   form's button was lost.

   Written as a container of module federation by hand, because it is a few functions and needs no builder. */
(() => {
  // Milliseconds after which a cell that is run again is no longer held: whoever closed a dialog about the kernel must
  // be asked again.
  const HELD = 60000;
  // On a phone JupyterLab cuts the menu bar off, and a message that has faded away keeps its place beside it.
  const STYLE = `@media (max-width: 600px) {
    #jp-MainMenu { overflow-x: auto; scrollbar-width: none; }
    #jp-MainMenu .lm-MenuBar-item { padding: 0 7px; }
    #menu-panel .jp-NotebookKernelStatus { position: absolute; right: 0; top: 0; }
    #menu-panel .jp-NotebookKernelStatus-fade { pointer-events: none; }
  }`;
  let shared;

  /** What a module that the application shares exports. */
  async function loaded(name) {
    return (await Object.values(shared[name])[0].get())();
  }

  /** Menus in the language of the notebook that is opened. */
  function speak(PageConfig) {
    const { languages, locales } = JSON.parse(PageConfig.getOption("litePluginSettings"))["tutor-sebaya"];
    const query = new URLSearchParams(globalThis.location.search);
    const language = query.get("language") ?? languages[(query.get("path") ?? "").split("/")[0]];
    if (!Object.hasOwn(locales, language)) return;
    const settings = JSON.parse(PageConfig.getOption("settingsOverrides"));
    settings["@jupyterlab/translation-extension:plugin"].locale = locales[language];
    PageConfig.setOption("settingsOverrides", JSON.stringify(settings));
  }

  function executor(runCell) {
    const since = new WeakMap();
    return Object.freeze({
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
    });
  }

  /** A kernel's factory, as registered, whose kernels abort the cells behind one that fails, and nothing else. */
  function patient({ spec, create }, createMessage) {
    const creating = async (options) => {
      let stops = false;
      let failed = "";
      const sendMessage = (message) => {
        const { header, metadata, content } = message;
        if (header.msg_type === "execute_reply" && content.status === "error") {
          if (stops) failed = new Date().toISOString();
          // Of this cause alone JupyterLite lets the queue be.
          metadata.cause = "interrupt";
        }
        options.sendMessage(message);
      };
      const kernel = await create({ ...options, sendMessage });
      const handle = kernel.handleMessage.bind(kernel);
      kernel.handleMessage = async (message) => {
        const { header, content } = message;
        if (header.msg_type !== "execute_request") return handle(message);
        // A request carries the time at which its cell was run.
        if (header.date > failed) {
          stops = content.stop_on_error;
          return handle(message);
        }
        const answer = (channel, msgType, said) =>
          options.sendMessage(
            createMessage({ channel, msgType, session: header.session, parentHeader: header, content: said }),
          );
        answer("iopub", "status", { execution_state: "busy" });
        answer("shell", "execute_reply", { status: "aborted" });
        answer("iopub", "status", { execution_state: "idle" });
      };
      return kernel;
    };
    return { spec, create: creating };
  }

  async function extension() {
    const { INotebookCellExecutor, runCell } = await loaded("@jupyterlab/notebook");
    const { KernelMessage } = await loaded("@jupyterlab/services");
    const { IKernelSpecs } = await loaded("@jupyterlite/services");
    const running = {
      id: "tutor-sebaya:cell-executor",
      autoStart: true,
      provides: INotebookCellExecutor,
      activate: () => executor(runCell),
    };
    const failing = {
      id: "tutor-sebaya:kernels",
      autoStart: true,
      requires: [IKernelSpecs],
      activate: (_, kernels) => {
        const register = kernels.register.bind(kernels);
        kernels.register = (one) => register(patient(one, KernelMessage.createMessage));
        // Those that were there before.
        for (const [name, create] of kernels.factories) {
          kernels.register({ spec: kernels.specs.kernelspecs[name], create });
        }
      },
    };
    return () => ({ __esModule: true, default: [running, failing] });
  }

  globalThis._JUPYTERLAB ??= {};
  globalThis._JUPYTERLAB["tutor-sebaya"] = {
    async init(scope) {
      shared = scope;
      // Before the module of settings is there, which reads them as it is loaded.
      speak((await loaded("@jupyterlab/coreutils")).PageConfig);
      document.head.append(Object.assign(document.createElement("style"), { textContent: STYLE }));
    },
    async get(module) {
      if (module !== "./extension") throw new Error(`tutor-sebaya: ${module}`);
      return extension();
    },
  };
})();
