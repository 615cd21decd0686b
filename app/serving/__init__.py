"""Between the server and the application: answers that are kept, files, pools of processes."""
