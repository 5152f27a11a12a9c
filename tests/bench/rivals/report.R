#!/usr/bin/env Rscript
# SPDX-License-Identifier: Apache-2.0
# The report of comity-bench-figures by R, with survival for the curves, on requests.csv and events.csv in the current folder. See ../rivals.sh.
suppressMessages(library(survival))

granted <- 5L; refused <- 6L; last <- 3652L; months <- 120L
integers <- function(file, columns) as.data.frame(scan(file, setNames(rep(list(0L), length(columns)), columns), sep = ",", skip = 1, quiet = TRUE))
requests <- integers("requests.csv", c("number", "from", "to", "made"))
events <- integers("events.csv", c("request", "kind", "day"))

report <- function() {
    decisions <- events[events$kind == granted | events$kind == refused, ]
    first <- match(requests$number, decisions$request)  # events are in the order of their days
    day <- decisions$day[first]; kind <- decisions$kind[first]
    answered <- !is.na(day)
    took <- ifelse(answered, day, last) - requests$made
    number <- requests$from * 64L + requests$to
    pair <- match(number, sort(unique(number))); pairs <- max(pair)
    outcomes <- cbind(pending = tabulate(pair[!answered], pairs), granted = tabulate(pair[answered & kind == granted], pairs),
                      refused = tabulate(pair[answered & kind == refused], pairs))

    # Type 1 is the nearest rank.
    quantiles <- vapply(split(took[answered], factor(pair[answered], seq_len(pairs))), quantile, c(0, 0), probs = c(0.5, 0.9), type = 1, names = FALSE)

    # A formula with all pairs as strata takes time that grows with pairs times requests; a curve for each pair does not.
    rows <- split(seq_along(pair), pair)
    curves <- vapply(rows, function(i) quantile(survfit(Surv(took[i], answered[i]) ~ 1, se.fit = FALSE), 0.5, conf.int = FALSE)[[1]], 0)

    calendar <- as.POSIXlt(as.Date("2011-01-01") + 0:last)
    month <- (calendar$year - 111L) * 12L + calendar$mon + 1L
    by_month <- function(pair, day) matrix(tabulate((pair - 1L) * months + month[day + 1L], pairs * months), months)
    stock <- apply(by_month(pair, requests$made) - by_month(pair[answered], day[answered]), 2, cumsum)
    list(outcomes = outcomes, quantiles = quantiles, curves = curves, stock = stock)
}

times <- c()
for (i in 1:3) times <- c(times, system.time(r <- report())[["elapsed"]])
sums <- c(colSums(r$outcomes), rowSums(r$quantiles, na.rm = TRUE), 2 * sum(r$curves, na.rm = TRUE), sum(!is.na(r$curves)), sum(r$stock * seq_len(months)))
cat(paste0("R ", getRversion(), ", survival ", packageVersion("survival")), sprintf("%.3f", 1e3 * min(times)), paste(sprintf("%.0f", sums), collapse = " "), sep = "\t")
cat("\n")
