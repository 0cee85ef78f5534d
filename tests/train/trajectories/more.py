import os, sys; sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import trajlib
from trajlib import *
R=np.random.default_rng; out=sys.argv[1]; os.makedirs(out,exist_ok=True)
_f=trajlib.forward
def forward(layers,x,P,B,train):
    for l in layers:
        t=l['type']
        if t=='residual': x=x+forward(l['body'],x,P,B,train)
        elif t=='self_attention':
            H=l.get('heads',1)
            q,k,v=(F.linear(x,P[l['w'+a]],P[l['b'+a]] if l['b'+a] else None) for a in 'qkv')
            b,T,_=q.shape
            sp=lambda u:u.view(b,T,H,-1).transpose(1,2)
            q,k,v=sp(q),sp(k),sp(v)
            s=q@k.transpose(-1,-2)*l['scale']
            if l.get('causal'):
                s=s.masked_fill(torch.ones(T,T,dtype=torch.bool).triu(1),float('-inf'))
            o=(torch.softmax(s,-1)@v).transpose(1,2).reshape(b,T,-1)
            x=F.linear(o,P[l['wo']],P[l['bo']] if l['bo'] else None)
        else: x=_f([l],x,P,B,train)
    return x
trajlib.forward=forward
_a=trajlib.act
def act(name,x,l,P):
    if name=='hardtanh': return F.hardtanh(x)
    if name=='relu6': return F.relu6(x)
    return _a(name,x,l,P)
trajlib.act=act
_l=trajlib.loss_fn
def attn(n,d,h,dh,causal=True,biases='qvo'):
    p=n._nm(''); al=h*dh
    l={'type':'self_attention','d_model':d,'heads':h,'d_head':dh,'scale':float(np.float32(1/math.sqrt(dh))),'causal':causal}
    for a,(o,i) in {'q':(al,d),'k':(al,d),'v':(al,d),'o':(d,al)}.items():
        n.init[p+'w'+a]=n.W((o,i),i,o,'xavier_uniform'); l['w'+a]=p+'w'+a; l['b'+a]=None
        if a in biases: n.init[p+'b'+a]=(0.02*n.r.standard_normal(o)).astype(np.float32); l['b'+a]=p+'b'+a
    return l
ADAM={'type':'adam','lr':0.01,'beta1':0.9,'beta2':0.999,'eps':1e-8,'weight_decay':0.0}
r=R(5); X=r.standard_normal((60,7,12)).astype(np.float32); y=X[:,:,0].argmax(1)%3; n=Net(20)
write(out,'14_causal_blocks','causal block',n,[n.linear(12,12,'xavier_normal'),
 {'type':'residual','body':[n.ln(12),attn(n,12,3,4)]},{'type':'residual','body':[n.ln(12),n.linear(12,24,'he_normal'),n.act('gelu'),n.linear(24,12,'xavier_normal')]},
 n.ln(12,1e-6),{'type':'mean_over_time'},n.linear(12,3,'xavier_normal')],X,y,'class_index',16,{'type':'cross_entropy','label_smoothing':0.05,'class_weight':[1.0,2.0,0.5]},
 {'type':'adamw','lr':0.003,'beta1':0.8,'beta2':0.99,'eps':1e-6,'weight_decay':0.1},{'type':'global_norm','max_norm':0.5,'eps':1e-6})
X,y=sine(R(6),60,noise=.2); n=Net(21)
write(out,'15_prelu_batchnorm','prelu per unit',n,[n.linear(1,10,'he_normal',bscale=.2),n.prelu(10),n.linear(10,8,'he_normal',bias=False),n.bn(8,momentum=.3,eps=1e-3),n.act('celu',alpha=2.0),n.linear(8,8,'he_normal'),n.act('elu',alpha=.5),n.linear(8,1,'xavier_normal')],X,y,'float',20,
 {'type':'smooth_l1','beta':.3},{'type':'rmsprop','lr':0.002,'alpha':0.9,'eps':1e-4,'weight_decay':0.01})
X=R(7).random((80,64)).astype(np.float32); y=(X[:,:32].sum(1)*3).astype(int)%10; n=Net(22)
write(out,'16_conv_images','conv stride, per channel prelu, bn of images',n,[n.conv(1,4,3,1,1),n.bn(4),n.prelu(4),n.conv(4,6,3,2,2),n.act('mish'),{'type':'maxpool2d','kernel':3,'stride':1},{'type':'flatten'},n.linear(54,10,'he_normal',bias=False)],X.reshape(-1,1,8,8),y,'class_index',20,{'type':'cross_entropy'},{'type':'sgd','lr':0.05,'momentum':0.9,'nesterov':True,'weight_decay':0.001})
X,y=moons(R(8),80); f=lambda y:y.astype(np.float32)[:,None]; n=Net(23)
write(out,'17_nested_residuals','nested residuals, many acts, focal without alpha',n,[n.linear(2,8,'xavier_normal'),{'type':'residual','body':[n.linear(8,8,'lecun_normal'),n.act('hardswish'),{'type':'residual','body':[n.act('softplus'),n.linear(8,8,'lecun_normal')]},n.act('selu')]},{'type':'residual','body':[{'type':'residual','body':[n.linear(8,8,'lecun_normal'),n.act('leaky_relu',slope=.2)]}]},n.act('softsign'),n.linear(8,1,'xavier_normal')],X,f(y),'float',16,{'type':'focal','gamma':1.5,'alpha':None},dict(ADAM,weight_decay=.01))
r=R(9); X=r.standard_normal((40,5,6)).astype(np.float32); y=X.sum((1,2),keepdims=False)[:,None].astype(np.float32); n=Net(24)
write(out,'18_attention_biases','key bias, no query bias, two layers, flatten, mae',n,[attn(n,6,2,5,False,'kvo'),n.act('gelu_tanh'),attn(n,6,1,4,True,'o'),{'type':'flatten'},n.linear(30,1,'lecun_normal')],X,y,'float',40,{'type':'mae'},{'type':'sgd','lr':0.01,'momentum':0.5,'nesterov':False,'weight_decay':0.0})
r=R(10); X=r.standard_normal((48,6,3)).astype(np.float32); y=np.abs(X).sum((1,2))[:,None].astype(np.float32); n=Net(25)
write(out,'19_lstm_layernorm','sequence linear, layernorm, lstm, residual on top',n,[n.linear(3,6,'xavier_normal'),n.ln(6),n.act('tanh'),n.lstm(6,5,6),{'type':'residual','body':[n.linear(5,5,'xavier_normal'),n.act('silu')]},n.linear(5,1,'xavier_normal')],X,y,'float',48,{'type':'huber','delta':2.0},dict(ADAM,lr=.003),{'type':'global_norm','max_norm':5.0,'eps':1e-6})
# What PyTorch does to sequences, parameters that stand in several layers, one answer a step, values clipped.
class Values(dict):                                # clip: run() asks for max_norm
    def __missing__(self,k): return -self['max_value']
_c=nn.utils.clip_grad_norm_
nn.utils.clip_grad_norm_=lambda ps,most: _c(ps,most) if most>0 else nn.utils.clip_grad_value_(ps,-most)
_g=trajlib.forward
def plain(layers,x,P,B,train):
    for l in layers:
        t=l['type']
        if t=='residual': x=x+plain(l['body'],x,P,B,train)
        elif t=='layernorm' and not l['weight']: x=F.layer_norm(x,(l['features'],),None,None,l['eps'])
        else: x=_g([l],x,P,B,train)
    return x
trajlib.forward=plain
_loss=trajlib.loss_fn
def each_step(L,o,y): return _loss(L,o.reshape(-1,o.shape[-1]) if o.dim()==3 and L['type']=='cross_entropy' else o,y.reshape(-1) if o.dim()==3 and L['type']=='cross_entropy' else y)
trajlib.loss_fn=each_step
r=R(30); X=r.standard_normal((40,5,4)).astype(np.float32); y=(X.sum((1,2))>0).astype(int); n=Net(30); ln=n.ln(6); del n.init[ln['weight']],n.init[ln['bias']]; ln['weight']=ln['bias']=None
write(out,'20_steps_as_channels','batch norm and prelu of (batch, steps, features) as PyTorch takes them, a layer norm of nothing but itself',n,[n.linear(4,6,'he_normal'),n.bn(5),n.prelu(5),n.linear(6,6,'he_normal'),ln,n.act('tanh'),{'type':'mean_over_time'},n.linear(6,2,'he_normal')],X,y,'class_index',16,{'type':'cross_entropy'},{'type':'sgd','lr':0.05,'momentum':0.9,'nesterov':False,'weight_decay':0.0})
n=Net(31); r=R(31); X=r.standard_normal((40,6,8)).astype(np.float32); y=X[:,:,0].argmax(1)%3; l=attn(n,8,2,4,True); del n.init[l['wk']]; l['wk']=l['wq']; w=n.linear(8,8,'xavier_normal')
write(out,'21_shared_parameters','one block twice, keys from the queries\' weights, a linear layer twice, values clipped',n,[{'type':'residual','body':[l]},w,n.act('silu'),{'type':'residual','body':[dict(l)]},dict(w),{'type':'mean_over_time'},n.linear(8,3,'xavier_normal')],X,y,'class_index',16,{'type':'cross_entropy'},dict(ADAM,weight_decay=0.01),Values(type='value',max_value=0.02))
n=Net(32); r=R(32); V=5; ids=r.integers(0,V,(40,6)); X=np.eye(V,dtype=np.float32)[ids]; y=(ids+1)%V; y[:,1:]=(ids[:,1:]+ids[:,:-1])%V
write(out,'22_an_answer_a_step','the next word of each step: cross-entropy over all steps',n,[n.linear(V,8,'xavier_normal'),{'type':'residual','body':[n.ln(8),attn(n,8,2,4,True)]},n.ln(8),n.linear(8,V,'xavier_normal')],X,y,'class_index',8,{'type':'cross_entropy','label_smoothing':0.1},ADAM)
