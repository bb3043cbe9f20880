/* The site has notebooks: show the buttons that open them. They need a server; from a file they would lead nowhere. */
if (location.protocol.startsWith("http"))
  for (const one of document.querySelectorAll(".ts-launch [hidden]")) one.hidden = false;
