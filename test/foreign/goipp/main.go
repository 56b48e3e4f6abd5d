// The same story by phin1x/go-ipp: operation attributes in the order of a Go map, paths of CUPS, copies among them.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"time"

	"github.com/phin1x/go-ipp"
)

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func main() {
	port, err := strconv.Atoi(os.Args[2])
	must(err)
	printer, file := os.Args[3], os.Args[5]
	client := ipp.NewIPPClient(os.Args[1], port, os.Args[4], "", false)

	told, err := client.GetPrinterAttributes(printer, []string{"document-format-supported"})
	must(err)
	formats := []string{}
	for _, each := range told["document-format-supported"] {
		formats = append(formats, fmt.Sprint(each.Value))
	}
	printed, err := client.PrintFile(file, printer, map[string]interface{}{"copies": 2})
	must(err)
	held, err := client.PrintFile(file, printer, map[string]interface{}{"job-hold-until": "indefinite"})
	must(err)
	state := func(job, wanted int) (now int) {
		for round := 0; round < 150; round++ {
			told, err := client.GetJobAttributes(job, []string{"job-state"})
			must(err)
			now = told["job-state"][0].Value.(int)
			if wanted == 0 || now == wanted || now >= 7 {
				return
			}
			time.Sleep(200 * time.Millisecond)
		}
		return
	}
	heldState := state(held, 0)
	jobs, err := client.GetJobs(printer, "", "not-completed", true, 0, 0, []string{"job-id", "job-name"})
	must(err)
	listed := []int{}
	for id := range jobs {
		listed = append(listed, id)
	}
	printedState := state(printed, 9)
	must(client.CancelJob(held, false))
	must(json.NewEncoder(os.Stdout).Encode(map[string]any{
		"formats": formats, "printed": printed, "printedState": printedState, "held": held,
		"heldState": heldState, "listed": listed, "cancelledState": state(held, 7),
	}))
}
