# The same story by Net::CUPS, the binding of Perl: it takes our server for a CUPS, and reads a driver file.
use strict;
use warnings;
use Net::CUPS;
use Net::CUPS::Destination;

my ( $host, $port, $name, $user, $file ) = @ARGV;
my $cups = Net::CUPS->new();
$cups->setServer("$host:$port");
$cups->setUsername($user);

sub state_of {
    my ( $printer, $job, $wanted ) = @_;
    my $now = 0;
    for ( 1 .. 150 ) {
        $now = $printer->getJob($job)->{state};
        last if !$wanted || $now == $wanted || $now >= 7;
        select( undef, undef, undef, 0.2 );
    }
    return $now;
}

sub printed {
    my ( $option, $value ) = @_;
    my $printer = $cups->getDestination($name);
    $printer->addOption( $option, $value );
    my $job = $printer->printFile( $file, 'from Net::CUPS' );
    die $printer->getError() . "\n" unless $job;
    return $job;
}

my $printer = $cups->getDestination($name);
# What it can do is in its driver file; the library fills up every name.
my @papers = map { $_->{choice} =~ s/[\0 ]+$//r } @{ $cups->getPPD($name)->getOption('PageSize')->{choices} };
my $printed = printed( 'copies', '2' );
my $held    = printed( 'job-hold-until', 'indefinite' );
my $held_state    = state_of( $printer, $held );
my @listed        = $printer->getJobs( 1, 0 );
my $printed_state = state_of( $printer, $printed, 9 );
$printer->cancelJob($held);
printf "{\"formats\":[\"%s\"],\"printed\":%d,\"printedState\":%d,\"held\":%d,\"heldState\":%d,\"listed\":[%s],\"cancelledState\":%d}\n",
  join( '","', @papers ), $printed, $printed_state, $held, $held_state, join( ',', @listed ),
  state_of( $printer, $held, 7 );
