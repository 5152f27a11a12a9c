# SPDX-License-Identifier: Apache-2.0
# What R's survival package says of its own data sets, and of some awkward ones: the expectations of survival.test.cpp.
#
#     Rscript tests/specs/survival/survival.R tests/specs/survival/survival.txt        # survival 3.5-3, as in Debian 12
suppressMessages(library(survival)); options(digits=17)
num <- function(x) paste(ifelse(is.na(x), "nan", ifelse(is.infinite(x),"nan",sprintf("%.13g", x))), collapse=" ")
sets <- list(); ent <- list()
add <- function(name, time, status, group=NULL, entry=NULL) { ok <- !is.na(time)&!is.na(status); if(!is.null(group)) ok <- ok & !is.na(group); if(!is.null(entry)) ok<-ok&!is.na(entry)
  sets[[name]] <<- list(time=time[ok], status=status[ok], group=if(is.null(group)) NULL else as.character(group[ok]), entry=if(is.null(entry)) NULL else entry[ok]) }
data(cancer, package="survival")
add("aml", aml$time, aml$status, aml$x)
add("lung", lung$time, lung$status-1, lung$sex)
add("veteran", veteran$time, veteran$status, veteran$celltype)
add("ovarian", ovarian$futime, ovarian$fustat, ovarian$rx)
add("kidney", kidney$time, kidney$status, kidney$disease)
add("heart", heart$stop, heart$event, heart$transplant, heart$start)
add("bladder1", bladder1$stop, bladder1$status==1, bladder1$treatment)
add("mgus", mgus$futime, mgus$death, mgus$sex)
add("pbc", pbc$time, pbc$status==2, pbc$edema)
add("retinopathy", retinopathy$futime, retinopathy$status, retinopathy$trt)
add("rats", rats$time, rats$status, rats$rx)
set.seed(7)
add("all censored", c(3,5,5,8), c(0,0,0,0))
add("none censored", c(3,5,5,8), c(1,1,1,1), c("a","b","a","b"))
add("flat at one half", c(1,2,3,4), c(1,1,0,0))
add("flat at one half in the middle", c(1,2,3,4,5,6), c(1,1,1,0,1,0))
x <- c(1, 1+1e-9, 2, 2-1e-10, 3, 3+3e-8, 4); add("near-equal", x, c(1,0,1,1,1,1,0), c("a","a","b","a","b","a","b"))
add("one", 4, 1); add("one censored", 4, 0); add("at zero", c(0,0,1,2), c(1,0,1,0))
t0<-round(rexp(300,1/50)); en<-round(runif(300,0,40)); k<-t0>en; add("late entry", t0[k], rbinom(sum(k),1,.7), NULL, en[k])
t1<-rexp(200); e1<-runif(200)*1.5; k<-t1>e1; add("late entry, continuous", t1[k], rbinom(sum(k),1,.7), NULL, e1[k])
out<-file(commandArgs(TRUE)[1], "w"); p <- function(...) cat(..., "\n", sep="", file=out)
for (n in names(sets)) { s<-sets[[n]]; p("set ", n); p("time ", num(s$time)); p("status ", num(as.numeric(s$status))); if(!is.null(s$entry)) p("entry ", num(s$entry))
 S <- if(is.null(s$entry)) Surv(s$time, s$status) else Surv(s$entry, s$time, s$status)
 for (ct in c("log","log-log","plain")) { f <- survfit(S~1, conf.type=ct); 
  if(ct=="log"){ p("times ", num(f$time)); p("risk ", num(f$n.risk)); p("events ", num(f$n.event)); p("survival ", num(f$surv)); p("error ", num(f$surv*f$std.err)) }
  p("limits ", ct); p("lower ", num(f$lower)); p("upper ", num(f$upper))
  for (q in c(.1,.25,.5,.75,.9)) { z <- quantile(f, q); p("quantile ", num(c(q, z$quantile, z$lower, z$upper))) } }
 tau <- round(max(s$time)*.8, 3); m <- survival:::survmean(survfit(S~1), rmean=tau)$matrix; p("mean ", num(c(tau, m["rmean"], m["se(rmean)"])))
 if (!is.null(s$group) && is.null(s$entry)) { d <- survdiff(S~factor(s$group, levels=unique(s$group))); p("group ", paste(s$group, collapse="|")); p("expected ", num(d$exp)); p("chisq ", num(c(d$chisq, d$pvalue))) } }
ci <- function(n, time, outcome, entry=NULL) { p("competing ", n); p("time ", num(time)); p("outcome ", num(outcome)); if(!is.null(entry)) p("entry ", num(entry))
 fa <- factor(outcome, 0:max(outcome)); S <- if(is.null(entry)) Surv(time, fa) else Surv(entry, time, fa)
 f <- if(is.null(entry)) survfit(S~1) else survfit(S~1, id=seq_along(time))
 p("times ", num(f$time)); p("risk ", num(f$n.risk[,1]))
 for(k in 1:ncol(f$pstate)) { p("state ", k-1); p("probability ", num(f$pstate[,k])); p("error ", num(f$std.err[,k])); p("lower ", num(f$lower[,k])); p("upper ", num(f$upper[,k])) } }
m<-mgus2; et<-with(m, ifelse(pstat==0, futime, ptime)); ev<-with(m, ifelse(pstat==0, 2*death, 1)); ci("mgus2", et, ev)
ci("small", c(1,2,2,3,4,4,5,6), c(1,2,0,1,3,1,0,2))
ci("all in the end", c(1,2,2,3,4,4,5,6), c(1,2,1,1,2,1,2,2))
tt<-round(rexp(150,1/50))+1; ee<-pmax(0,round(runif(150,-20,40))); k<-tt>ee; ci("late entry", tt[k], sample(0:3,sum(k),TRUE), ee[k])
ci("ages", transplant$futime[!is.na(transplant$futime)&transplant$futime>0], as.integer(transplant$event[transplant$futime>0])-1)
close(out)
