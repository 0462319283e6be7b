/** The program of the suite on alarms, dashboard and traces: a courier with all of them, and one with none. */
import { App, TerraformStack } from 'cdktf';
import { SmsCourier, SmsProvider, SmsSecret } from 'cdktf-sms-courier';
import { awsProvider } from './aws-provider';
import { REGION, WATCHED_STACK, WATCHED_TOPIC } from './settings';

class WatchedStack extends TerraformStack {
  constructor(app: App) {
    super(app, WATCHED_STACK);
    awsProvider(this, 'aws', REGION);
    const providers = [SmsProvider.sns({})];
    new SmsCourier(this, 'Seen', {
      allowedCountries: ['DE'],
      providers,
      ingress: { apiKey: SmsSecret.fromSsmParameter('/sms/ingress/api_key') },
      alarmTopicArns: [WATCHED_TOPIC],
      tracing: true,
      tags: { team: 'identity' },
    });
    new SmsCourier(this, 'Unseen', { allowedCountries: ['DE'], providers, alarms: false, dashboard: false });
  }
}

const app = new App();
new WatchedStack(app);
app.synth();
