// The walk-through: sign in, register, connect, publish and receive, each step shown as it happens.
import { Frame } from '../shared/frame.tsx';
import type { Settings } from '../shared/settings.ts';
import { SignIn } from '../sign-in/sign-in.tsx';
import { SignedInAs } from '../sign-in/signed-in-as.tsx';

export const Demo = ({ settings }: { readonly settings: Settings }) => (
  <SignIn settings={settings} name="iot-attache demo">
    {(account) => (
      <Frame
        name="iot-attache demo"
        home="/"
        stage={settings.stage}
        account={<SignedInAs account={account} />}
      >
        <h1>Talk to AWS IoT Core</h1>
      </Frame>
    )}
  </SignIn>
);
