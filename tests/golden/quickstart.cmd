cd "$scratch" && quickstart
