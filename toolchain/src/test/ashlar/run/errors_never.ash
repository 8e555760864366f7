//= passed on 7
//= caught 7
//= stopping
module errors_never
use host

enum Problem: u32 { first = 3, second = 7 }

fn stop_or_fail(stop: bool) never!Problem {
    if not stop { fail Problem.second }
    print(host.out(), "stopping\n")
    host.exit(0)
}

fn pass_on(stop: bool) u32!Problem { try stop_or_fail(stop) }

fn end(stop: bool) never {
    stop_or_fail(stop) catch |error| {
        print(host.out(), "caught {}\n", error as u32)
        end_well()
    }
}

fn end_well() never {
    let code = pass_on(true) catch |error| error as u32
    print(host.out(), "not reached {}\n", code)
    host.exit(1)
}

@entry fn start() never {
    host.report_traps()
    let code = pass_on(false) catch |error| error as u32
    print(host.out(), "passed on {}\n", code)
    end(false)
}
