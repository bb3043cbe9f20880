/* This book was built without notebooks in the browser; scripts/lite.py puts its own script here where there are some. */
