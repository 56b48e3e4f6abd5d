//! The same story by the crate `ipp`: always chunked, header names in small letters, IPP/1.1.

use std::{env, fs, thread::sleep, time::Duration};

use ipp::prelude::*;

fn main() {
    let args: Vec<String> = env::args().collect();
    let (printer, user, file) = (&args[3], &args[4], &args[5]);
    let uri: Uri = format!("ipp://{}:{}/ipp/print/{printer}", args[1], args[2]).parse().unwrap();
    let client = IppClient::new(uri.clone());

    let look = IppOperationBuilder::get_printer_attributes(uri.clone())
        .attribute("document-format-supported")
        .build()
        .unwrap();
    let formats = value(&client.send(look).unwrap(), DelimiterTag::PrinterAttributes, "document-format-supported");

    let print = |attribute: IppAttribute| {
        let payload = IppPayload::new(std::io::Cursor::new(fs::read(file).unwrap()));
        let operation = IppOperationBuilder::print_job(uri.clone(), payload)
            .user_name(user)
            .job_title("from the crate ipp")
            .document_format("application/pdf")
            .attribute(attribute)
            .build()
            .unwrap();
        number(&client.send(operation).unwrap(), "job-id")
    };
    let printed = print(IppAttribute::with_name("copies", IppValue::Integer(2)).unwrap());
    let hold = IppValue::Keyword("indefinite".try_into().unwrap());
    let held = print(IppAttribute::with_name("job-hold-until", hold).unwrap());

    let state = |job: i32, wanted: i32| {
        let mut now = 0;
        for _ in 0..150 {
            let ask = IppOperationBuilder::get_job_attributes(uri.clone(), job).user_name(user).build().unwrap();
            now = number(&client.send(ask).unwrap(), "job-state");
            if wanted == 0 || now == wanted || now >= 7 {
                break;
            }
            sleep(Duration::from_millis(200));
        }
        now
    };
    let held_state = state(held, 0);
    let list = IppOperationBuilder::get_jobs(uri.clone()).user_name(user).build().unwrap();
    let listed: Vec<String> = client
        .send(list)
        .unwrap()
        .attributes()
        .groups_of(DelimiterTag::JobAttributes)
        .filter_map(|group| group.get("job-id").map(|id| id.value().to_string()))
        .collect();
    let printed_state = state(printed, 9);
    let cancel = IppOperationBuilder::cancel_job(uri.clone(), held).user_name(user).build().unwrap();
    client.send(cancel).unwrap();
    println!(
        "{{\"formats\":[\"{formats}\"],\"printed\":{printed},\"printedState\":{printed_state},\"held\":{held},\
         \"heldState\":{held_state},\"listed\":[{}],\"cancelledState\":{}}}",
        listed.join(","),
        state(held, 7)
    );
}

fn value(answer: &IppRequestResponse, group: DelimiterTag, name: &str) -> String {
    let found = answer.attributes().first_of(group).and_then(|group| group.get(name));
    found.map(|attribute| attribute.value().to_string()).unwrap_or_default()
}

fn number(answer: &IppRequestResponse, name: &str) -> i32 {
    let said = value(answer, DelimiterTag::JobAttributes, name);
    said.parse().unwrap_or_else(|_| panic!("{name}: {:?}", answer.header().status_code()))
}
