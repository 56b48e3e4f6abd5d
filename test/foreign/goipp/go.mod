module foreign

go 1.21

require github.com/phin1x/go-ipp v1.6.1
