project = "Factory"
language = "en"
